<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!in_array($evt['lang'], ['zh', 'en'])) {
        throw new Exception('lang');
    }
    return 'ok';
}
