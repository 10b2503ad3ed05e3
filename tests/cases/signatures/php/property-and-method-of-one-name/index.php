<?php
class Check
{
    private $errors = [];
    private $data;

    public function __construct($data)
    {
        $this->data = $data;
    }

    public function need($name)
    {
        if (empty($this->data[$name])) {
            $this->errors[$name] = 'empty';
        }
        return $this;
    }

    public function errors()
    {
        return $this->errors;
    }
}

function handler($event, $context)
{
    $in = json_decode($event, true);
    $check = (new Check($in))->need('a')->need('b');
    if ($check->errors()) {
        return ['success' => false];
    }
    return ['success' => true, 'c' => $in['c'] ?? 1];
}
