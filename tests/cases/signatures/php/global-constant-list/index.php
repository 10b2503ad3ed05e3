<?php
$required = ['to', 'code'];
function handler($event, $context) {
    global $required;
    $evt = json_decode($event, true);
    foreach ($required as $name) {
        if (empty($evt[$name])) {
            return ['success' => false];
        }
    }
    return ['success' => true];
}
