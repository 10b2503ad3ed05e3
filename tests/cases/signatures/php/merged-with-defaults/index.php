<?php
function handler($event, $context) {
    $evt = array_merge(['lang' => 'zh', 'size' => 5], json_decode($event, true));
    return ['lang' => $evt['lang'], 'size' => $evt['size'], 'to' => $evt['to']];
}
