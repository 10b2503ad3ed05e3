<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $token = $evt['token'];
    unset($evt['token']);
    return ['token' => $token, 'again' => $evt['token'] ?? 'gone'];
}
