<?php
namespace App\Http;

class Request
{
    private $data;

    public function __construct(string $event)
    {
        $this->data = json_decode($event, true) ?: [];
    }

    public function get(string $name, $default = null)
    {
        return array_key_exists($name, $this->data) ? $this->data[$name] : $default;
    }

    public function require(string $name)
    {
        $value = $this->get($name);
        if ($value === null) {
            throw new \RuntimeException("缺少参数 $name");
        }
        return $value;
    }
}
