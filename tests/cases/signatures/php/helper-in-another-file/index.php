<?php
require_once __DIR__ . '/lib/check.php';
function handler($event, $context) {
    $evt = json_decode($event, true);
    check($evt);
    return ['code' => $evt[KEY_CODE]];
}
