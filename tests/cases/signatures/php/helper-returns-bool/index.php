<?php
function valid($data) {
    return isset($data['a']) && !empty($data['b']);
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!valid($evt)) {
        return ['code' => 400];
    }
    return ['code' => 200];
}
