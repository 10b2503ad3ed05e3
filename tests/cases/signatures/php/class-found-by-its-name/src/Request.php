<?php
namespace App;

class Request
{
    private $data;

    public function __construct(array $data)
    {
        $this->data = $data;
    }

    public function get($name, $default = null)
    {
        return $this->data[$name] ?? $default;
    }

    public function need($name)
    {
        if (empty($this->data[$name])) {
            throw new \InvalidArgumentException($name);
        }
        return $this->data[$name];
    }
}
