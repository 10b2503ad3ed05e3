<?php
class Settings
{
    public static $ready = false;
}

function check()
{
    lib_load('Settings');
    if (!Settings::$ready) {
        throw new Exception('not ready');
    }
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (isset($evt['ping'])) {
        return json_encode(['pong' => true]);
    }
    check();
    return json_encode(['city' => $evt['city']]);
}
