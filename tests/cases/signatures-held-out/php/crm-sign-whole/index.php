<?php
function sign($params)
{
    ksort($params);
    $text = '';
    foreach ($params as $k => $v) {
        $text .= $k . $v;
    }
    return md5('test-secret' . $text);
}

function handler($event, $context)
{
    $params = json_decode($event, true);
    if (!$params['method']) {
        return ['ok' => 0, 'err' => 'method为空'];
    }
    $sign = sign($params);
    $body = file_get_contents('http://gw.example.com/?sign=' . $sign . '&method=' . $params['method']);
    return ['ok' => 1, 'body' => $body];
}
