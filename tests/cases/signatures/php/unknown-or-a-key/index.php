<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    $row = json_decode(lib_find($evt['id']));
    return json_encode(['level' => $row->level ?? $evt['level'] ?? 'normal']);
}
