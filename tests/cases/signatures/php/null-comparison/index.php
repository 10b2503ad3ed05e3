<?php
function handler($event, $context) {
    $evt = json_decode($event, true);
    $id = $evt['id'] ?? null;
    if ($id === null) {
        return null;
    }
    return ['id' => $id];
}
