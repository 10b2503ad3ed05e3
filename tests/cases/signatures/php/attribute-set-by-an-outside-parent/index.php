<?php
class Task extends Lib\Base
{
    protected $connection = null;

    public function run($evt)
    {
        if (isset($evt['ping'])) {
            return ['pong' => true];
        }
        $this->prepare();
        return ['count' => $this->connection->count(), 'city' => $evt['city']];
    }
}

function handler($event, $context)
{
    $task = new Task();
    return json_encode($task->run(json_decode($event, true)));
}
