<?php
function http_post($url, $data)
{
    $ch = curl_init($url);
    curl_setopt($ch, CURLOPT_POST, true);
    curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query($data));
    $body = curl_exec($ch);
    if ($body === false) {
        throw new RuntimeException(curl_error($ch));
    }
    curl_close($ch);
    return json_decode($body, true);
}

function handler($event, $context)
{
    $in = json_decode($event);
    $phone = $in->callbackNumber ?? $in->caller ?? null;
    if (!$phone) {
        throw new InvalidArgumentException('no phone');
    }
    $res = http_post('http://crm.example.com/callback', [
        'phone' => $phone,
        'queue' => isset($in->queue) ? $in->queue : 'general',
        'time' => isset($in->time) ? $in->time : '',
    ]);
    return ['ticket' => $res['id']];
}
