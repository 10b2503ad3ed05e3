<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (isset($evt['ping'])) {
        return json_encode(['pong' => true]);
    }
    $params = array_merge([], $evt['params']);
    unset($params['token']['value']);
    return json_encode(['name' => $params['name'], 'city' => $evt['city']]);
}
