<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    preg_match('/"phone":"(\d+)"/', $event, $found);
    return json_encode(['city' => $evt['city'], 'phone' => $found[1]]);
}
