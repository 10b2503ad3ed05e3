<?php
require_once __DIR__ . '/vendor/autoload.php';

function fail($msg)
{
    return array('result' => false, 'msg' => $msg);
}

function handler($event, $context)
{
    $logger = $GLOBALS['fcLogger'];
    $logger->info('event ' . $event);
    $e = json_decode($event, true);
    foreach (array('phone', 'code') as $k) {
        if (!isset($e[$k]) || $e[$k] === '') {
            return fail($k . ' required');
        }
    }
    $redis = new Redis();
    $redis->connect('127.0.0.1', 6379);
    $saved = $redis->get('code:' . $e['phone']);
    if ($saved === false) {
        return fail('expired');
    }
    if ($saved !== $e['code']) {
        return fail('wrong code');
    }
    if (!isset($e['keep'])) {
        $redis->del('code:' . $e['phone']);
    }
    return array('result' => true, 'msg' => '');
}
