<?php
class Task
{
    public $row = null;

    public function __construct()
    {
        lib_fill($this);
    }
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (isset($evt['ping'])) {
        return json_encode(['pong' => true]);
    }
    $task = new Task();
    $rows = [];
    lib_fill($rows);
    $named = [];
    foreach ($rows as $row) {
        $named[] = $evt['prefix'] . $row;
    }
    return json_encode(['id' => $task->row->id(), 'first' => $rows[0]->id(), 'named' => $named, 'city' => $evt['city']]);
}
