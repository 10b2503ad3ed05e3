<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!$evt) {
        return ['error' => 'bad json'];
    }
    return ['q' => $evt['q'] ?? 'all'];
}
