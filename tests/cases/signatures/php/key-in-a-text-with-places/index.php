<?php
const PREFIX = 'x';
function handler($event, $context) {
    $evt = json_decode($event, true);
    $kind = 'caller';
    if (empty($evt["{$kind}Number"])) {
        throw new Exception('number');
    }
    return ['n' => $evt["{$kind}Number"], 'y' => $evt["no $kind\x41"] ?? null];
}
