<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    $tries = 0;
    while (true) {
        if (++$tries > 3) {
            break;
        }
    }
    if (empty($evt['city'])) {
        throw new Exception('city');
    }
    return json_encode(['city' => $evt['city']]);
}
