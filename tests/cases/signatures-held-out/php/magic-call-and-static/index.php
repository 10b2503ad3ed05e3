<?php
class Input
{
    private $values;

    public function __construct($values)
    {
        $this->values = $values;
    }

    public function __call($name, $arguments)
    {
        $key = lcfirst(substr($name, 3));
        return isset($this->values[$key]) ? $this->values[$key] : ($arguments[0] ?? null);
    }
}

function handler($event, $context)
{
    $in = new Input(json_decode($event, true));
    $room = $in->getRoomNo();
    if ($room === null) {
        return ['found' => false];
    }
    return ['found' => true, 'room' => $room, 'floor' => $in->getFloor('1')];
}
