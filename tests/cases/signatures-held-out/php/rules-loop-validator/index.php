<?php
$rules = require 'rules.php';

class ValidationException extends Exception {}

function validate(array $data, array $required) {
    foreach ($required as $name) {
        if (!isset($data[$name]) || $data[$name] === '') {
            throw new ValidationException($name . ' is required');
        }
    }
}

function handler($event, $context) {
    $data = json_decode($event, true);
    try {
        validate($data, ['idCard', 'name']);
    } catch (ValidationException $e) {
        return json_encode(['success' => false, 'message' => $e->getMessage()]);
    }
    $year = intval(substr($data['idCard'], 6, 4));
    return json_encode(['success' => true, 'age' => date('Y') - $year, 'nation' => $data['nation'] ?? '汉']);
}
