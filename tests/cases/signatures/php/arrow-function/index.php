<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $get = fn($name) => $evt[$name];
    return ['a' => $get('a'), 'b' => $get('b')];
}
