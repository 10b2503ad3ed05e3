<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $who = $evt['phone'] ?? $evt['mobile'] ?? null;
    if (!$who) {
        throw new Exception('phone or mobile');
    }
    return ['who' => $who];
}
