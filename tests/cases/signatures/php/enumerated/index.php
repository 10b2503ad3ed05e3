<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $n = 0;
    foreach ($evt as $key => $value) {
        $n++;
    }
    return ['n' => $n];
}
