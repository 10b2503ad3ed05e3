<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (empty($evt['slug'])) {
        return ['statusCode' => 302, 'location' => '/'];
    }
    return ['statusCode' => 200, 'body' => $evt['slug']];
}
