<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $lang = $evt['lang'] ?? 'zh';
    return ['lang' => $lang];
}
