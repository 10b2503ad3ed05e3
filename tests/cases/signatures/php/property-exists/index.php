<?php
function handler($event, $context) {
    $evt = json_decode($event);
    if (!property_exists($evt, 'to')) {
        throw new InvalidArgumentException('to');
    }
    return 'ok';
}
