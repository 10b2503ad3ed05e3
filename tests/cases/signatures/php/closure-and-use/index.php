<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $get = function ($name) use ($evt) {
        return $evt[$name] ?? 'none';
    };
    return ['a' => $get('a')];
}
