<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $names = [];
    foreach ($evt['items'] as $item) {
        $names[] = $item['name'];
    }
    return ['n' => count($names)];
}
