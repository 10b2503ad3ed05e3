<?php
class Check {
    const NAME = 'to';
    public static function pass($data) {
        return !empty($data[self::NAME]);
    }
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!Check::pass($evt)) {
        return ['error' => 'to'];
    }
    return ['ok' => true];
}
