<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!array_key_exists('to', $evt)) {
        return ['success' => false];
    }
    return ['success' => true];
}
