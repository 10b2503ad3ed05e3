<?php
namespace Ivr;

class Service
{
    public function handle(Request $request): array
    {
        $ticket = $request->get('ticketNo');
        if (!$ticket) {
            return ['error' => 'ticketNo missing'];
        }
        return ['ticket' => $ticket, 'urge' => $request->get('urge', 'N')];
    }
}
