<?php
function handler($event, $context) {
    $logger = $GLOBALS['fcLogger'];
    $logger->info($event);
    $evt = json_decode($event, true);
    print_r($evt);
    return 'ok ' . $evt['to'];
}
