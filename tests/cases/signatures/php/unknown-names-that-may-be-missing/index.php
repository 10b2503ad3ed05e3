<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (array_diff(lib_required(), array_keys($evt))) {
        return json_encode(['code' => 400]);
    }
    return json_encode(['city' => $evt['city']]);
}
