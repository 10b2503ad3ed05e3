<?php
$SPEC = [
    'phone' => ['required' => true],
    'content' => ['required' => true],
    'category' => ['required' => false, 'default' => 'other'],
];

function normalise($data)
{
    global $SPEC;
    $params = [];
    $errors = [];
    foreach ($SPEC as $name => $rule) {
        $value = isset($data[$name]) ? trim($data[$name]) : '';
        if ($value === '') {
            if ($rule['required']) {
                $errors[] = "$name is empty";
                continue;
            }
            $value = $rule['default'];
        }
        $params[$name] = $value;
    }
    return [$params, $errors];
}
