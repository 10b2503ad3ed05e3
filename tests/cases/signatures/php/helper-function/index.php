<?php
function need($data, $name) {
    if (!isset($data[$name])) {
        throw new Exception($name);
    }
    return $data[$name];
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    return ['to' => need($evt, 'to')];
}
