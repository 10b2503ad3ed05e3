<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if ($evt['kind'] === 'sms') {
        return 'sms';
    }
    return $evt['level'] > 3 ? 'high' : 'low';
}
