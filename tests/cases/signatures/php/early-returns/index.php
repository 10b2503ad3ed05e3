<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!isset($evt['to'])) return '';
    if (!isset($evt['code'])) return ['code' => 400];
    return ['sent' => $evt['to']];
}
