<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $n = (int) $evt['n'];
    $f = floatval($evt['f']);
    return ['sum' => $n + $f];
}
