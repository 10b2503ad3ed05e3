<?php
include_once dirname(__FILE__) . '/params.php';

function handler($event, $context) {
    global $params;
    $params = json_decode($event, true);
    $phone = param('phone');
    if ($phone === '') {
        return ['error' => 'phone'];
    }
    return ['phone' => $phone, 'lang' => param('lang', 'zh')];
}
