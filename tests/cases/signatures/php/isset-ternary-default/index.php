<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $tone = isset($evt['tone']) ? $evt['tone'] : 'warm';
    return ['tone' => $tone];
}
