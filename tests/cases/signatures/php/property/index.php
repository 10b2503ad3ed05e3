<?php
function handler($event, $context) {
    $evt = json_decode($event);
    return json_encode(['phone' => $evt->phone]);
}
