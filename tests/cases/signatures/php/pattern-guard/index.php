<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!preg_match('/^1\d{10}$/', $evt['phone'])) {
        return ['error' => 'phone'];
    }
    return ['ok' => true];
}
