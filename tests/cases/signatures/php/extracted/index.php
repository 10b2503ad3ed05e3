<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    extract($evt);
    return ['to' => $to];
}
