<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    return match ($evt['action']) {
        'query' => ['found' => true],
        'cancel' => ['stopped' => true],
    };
}
