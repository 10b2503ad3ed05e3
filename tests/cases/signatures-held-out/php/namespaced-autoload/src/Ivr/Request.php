<?php
namespace Ivr;

class Request
{
    private $data;

    public function __construct(string $event)
    {
        $this->data = json_decode($event, true);
    }

    public function get(string $name, $default = null)
    {
        return $this->data[$name] ?? $default;
    }
}
