<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $missing = array_filter(['to', 'code'], function ($name) use ($evt) {
        return empty($evt[$name]);
    });
    if (!empty($missing)) {
        throw new Exception('missing');
    }
    return 'ok';
}
