<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!is_string($evt['id'])) {
        throw new Exception('id');
    }
    return 'ok';
}
