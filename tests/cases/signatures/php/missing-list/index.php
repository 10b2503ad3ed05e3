<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $missing = [];
    foreach (['to', 'code'] as $name) {
        if (empty($evt[$name])) {
            $missing[] = $name;
        }
    }
    if (count($missing) > 0) {
        return ['error' => implode(',', $missing)];
    }
    return ['ok' => true];
}
