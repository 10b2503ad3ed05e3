<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $copy = $evt;
    $copy['to'] = 'x';
    return ['to' => $evt['to']];
}
