<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $required = ['name', 'phone'];
    $lost = array_filter($required, function ($k) use ($evt) {
        return !isset($evt[$k]) || trim($evt[$k]) === '';
    });
    if ($lost) {
        return ['success' => false, 'lost' => array_values($lost)];
    }
    $when = date('Y-m-d', strtotime($evt['date'] ?? 'tomorrow'));
    return ['success' => true, 'when' => $when];
}
