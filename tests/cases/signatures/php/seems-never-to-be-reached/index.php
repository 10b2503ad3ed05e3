<?php
const TRACE = false;

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (TRACE) {
        return json_encode(['trace' => $evt['traceId']]);
    }
    return json_encode(['city' => $evt['city']]);
}
