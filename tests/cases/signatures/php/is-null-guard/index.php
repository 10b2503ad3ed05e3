<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (is_null($evt['id'])) {
        throw new Exception('id');
    }
    return 'ok';
}
