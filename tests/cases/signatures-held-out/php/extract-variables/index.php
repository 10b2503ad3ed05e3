<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    extract($evt);
    if (!isset($caller)) {
        return ['ok' => false];
    }
    return ['ok' => true, 'caller' => $caller];
}
