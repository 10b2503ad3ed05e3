<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if ($evt['channel'] == 'sms') {
        return ['via' => $evt['mobile']];
    }
    return ['via' => 'mail'];
}
