<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    $response = new Lib\Response();
    if (empty($evt['to'])) {
        $response->setStatusCode(400);
        return $response;
    }
    if (empty($evt['text'])) {
        return $response->withStatus(422)->withHeader('X', 'text');
    }
    return json_encode(['sent' => $evt['to'] . $evt['text']]);
}
