<?php
class Container
{
    private $makers = [];
    private $made = [];

    public function set(string $id, callable $maker)
    {
        $this->makers[$id] = $maker;
    }

    public function get(string $id)
    {
        if (!isset($this->made[$id])) {
            $this->made[$id] = ($this->makers[$id])($this);
        }
        return $this->made[$id];
    }
}

class Greeter
{
    private $prefix;

    public function __construct(string $prefix)
    {
        $this->prefix = $prefix;
    }

    public function greet(array $in)
    {
        return $this->prefix . ($in['name'] ?? '') . '，您的预约是' . ($in['slot'] ?? '09:00');
    }
}

$c = new Container();
$c->set('greeter', function ($c) {
    return new Greeter('您好');
});

function handler($event, $context)
{
    global $c;
    return $c->get('greeter')->greet(json_decode($event, true));
}
