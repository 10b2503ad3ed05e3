<?php
class Validator
{
    private $data;
    private $errors = [];

    public static function make(array $data)
    {
        $v = new self();
        $v->data = $data;
        return $v;
    }

    public function required(string ...$names)
    {
        foreach ($names as $name) {
            if (!isset($this->data[$name]) || $this->data[$name] === '') {
                $this->errors[$name] = "$name is required";
            }
        }
        return $this;
    }

    public function fails()
    {
        return !empty($this->errors);
    }

    public function errors()
    {
        return $this->errors;
    }
}

function handler($event, $context)
{
    $in = json_decode($event, true);
    $v = Validator::make($in)->required('loanNo', 'phone');
    if ($v->fails()) {
        return ['success' => false, 'message' => implode(';', $v->errors())];
    }
    return ['success' => true, 'due' => '2024-01-01', 'loan' => $in['loanNo'], 'lang' => $in['lang'] ?? 'zh'];
}
