<?php
class Run
{
    public function __invoke($evt)
    {
        return ['id' => $evt['id'] ?? 'none'];
    }
}

function handler($event, $context)
{
    $run = new Run();
    return $run(json_decode($event, true));
}
