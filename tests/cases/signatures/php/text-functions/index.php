<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $name = trim($evt['name']);
    if (strlen($evt['id']) != 18) {
        return ['error' => 'id'];
    }
    return ['name' => $name];
}
