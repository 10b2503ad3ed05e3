<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $size = $evt['size'] ?: 10;
    return ['size' => $size];
}
