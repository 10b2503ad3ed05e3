<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (empty($evt['to'])) {
        return ['error' => 'missing to'];
    }
    return ['sent' => true];
}
