<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $n = intval($evt['n'] ?? 5);
    return ['n' => $n];
}
