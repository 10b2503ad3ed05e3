<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (empty($evt['retries'])) {
        $evt['retries'] = 3;
    }
    return ['n' => $evt['retries']];
}
