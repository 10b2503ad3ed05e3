<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    return ['id' => $evt['user']['id'], 'zip' => $evt['user']['zip'] ?? ''];
}
