<?php
namespace App\Service;

use App\Http\Request;

class QueueService
{
    const QUEUES = ['gold' => '8001', 'silver' => '8002'];

    public function route(Request $request)
    {
        $level = $request->require('level');
        $lang = $request->get('lang', 'zh');
        return [
            'queue' => self::QUEUES[$level] ?? '8000',
            'lang' => $lang,
        ];
    }
}
