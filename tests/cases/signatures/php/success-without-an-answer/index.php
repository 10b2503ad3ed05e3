<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (empty($evt['to'])) {
        return;
    }
    lib_send($evt['to']);
}
