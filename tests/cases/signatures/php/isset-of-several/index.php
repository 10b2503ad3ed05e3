<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!isset($evt['to'], $evt['code'])) {
        throw new Exception('to, code');
    }
    return 'sent';
}
