<?php
function send($to, $lang = 'zh') {
    if (!$to) {
        throw new Exception('to');
    }
    return ['to' => $to, 'lang' => $lang];
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    return send($evt['to'] ?? null);
}
