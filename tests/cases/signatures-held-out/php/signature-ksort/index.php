<?php
function sign($params, $key) {
    unset($params['sign']);
    ksort($params);
    $text = '';
    foreach ($params as $k => $v) {
        $text .= $k . '=' . $v . '&';
    }
    return md5($text . 'key=' . $key);
}

function handler($event, $context) {
    $params = json_decode($event, true);
    if (empty($params['sign']) || $params['sign'] !== sign($params, 'test-key')) {
        return ['code' => 401, 'message' => '验签失败'];
    }
    return ['code' => 0, 'order' => $params['order'] ?? null];
}
