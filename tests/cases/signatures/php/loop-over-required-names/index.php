<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    foreach (['to', 'code'] as $name) {
        if (!isset($evt[$name])) {
            throw new Exception($name);
        }
    }
    return 'ok';
}
