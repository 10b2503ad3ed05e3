<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $missing = array_diff(['to', 'code'], array_keys($evt));
    if ($missing) {
        throw new Exception(implode(',', $missing));
    }
    return 'ok';
}
