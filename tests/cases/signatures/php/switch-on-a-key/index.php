<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    switch ($evt['action']) {
        case 'query':
            return ['found' => $evt['id']];
        case 'cancel':
        case 'stop':
            return ['stopped' => $evt['reason'] ?? 'none'];
        default:
            throw new Exception('action');
    }
}
