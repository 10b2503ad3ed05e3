<?php
function handler($event, $context)
{
    if (empty($event['city'])) {
        $event['city'] = 'sz';
    }
    if (!$event['city']) {
        throw new Exception('city');
    }
    return json_encode(['city' => $event['city']]);
}
