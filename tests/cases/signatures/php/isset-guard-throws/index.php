<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!isset($evt['to'])) {
        throw new Exception('to');
    }
    return 'sent';
}
