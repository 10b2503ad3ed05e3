<?php
namespace App;

function total(array $data): float {
    return (float) $data['price'];
}
function handler($event, $context) {
    $evt = json_decode($event, true);
    return ['total' => total($evt)];
}
