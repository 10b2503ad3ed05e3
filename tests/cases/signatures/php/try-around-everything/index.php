<?php
function handler($event, $context) {
    try {
        $evt = json_decode($event, true);
        if (empty($evt['to'])) {
            throw new Exception('to');
        }
        return ['ok' => true];
    } catch (Exception $e) {
        return ['ok' => false, 'reason' => $e->getMessage()];
    }
}
