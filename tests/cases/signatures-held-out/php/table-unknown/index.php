<?php
function cache() {
    static $redis = null;
    if ($redis === null) {
        $redis = new Redis();
        $redis->connect(getenv('REDIS_HOST') ?: '127.0.0.1');
    }
    return $redis;
}

function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!array_key_exists('contactId', $evt)) {
        throw new \Exception('contactId missing');
    }
    $data = cache()->hGetAll('contact:' . $evt['contactId']);
    return json_encode($data);
}
