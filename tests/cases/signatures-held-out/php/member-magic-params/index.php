<?php
class Params implements ArrayAccess
{
    private $data;

    public function __construct($event)
    {
        $this->data = json_decode($event, true);
    }

    public function offsetExists($k)
    {
        return isset($this->data[$k]);
    }

    public function offsetGet($k)
    {
        return $this->data[$k] ?? null;
    }

    public function offsetSet($k, $v)
    {
        $this->data[$k] = $v;
    }

    public function offsetUnset($k)
    {
        unset($this->data[$k]);
    }
}

function handler($event, $context)
{
    $p = new Params($event);
    if (!isset($p['phone'])) {
        throw new Exception('phone');
    }
    $p['phone'] = trim($p['phone']);
    return ['name' => '会员' . substr($p['phone'], -4), 'brand' => $p['brand'] ?: 'main'];
}
