<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (isset($evt['ping'])) {
        return json_encode(['pong' => true]);
    }
    $settings = array_merge(['client' => null], lib_load());
    return json_encode(['url' => $settings['client']->url(), 'city' => $evt['city']]);
}
