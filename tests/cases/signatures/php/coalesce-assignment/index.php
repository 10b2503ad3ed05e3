<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $evt['mode'] ??= 'fast';
    return ['mode' => $evt['mode']];
}
