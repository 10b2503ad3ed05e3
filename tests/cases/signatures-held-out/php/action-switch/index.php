<?php

function queryOrder(array $p) {
    if (empty($p['orderNo'])) {
        throw new InvalidArgumentException('orderNo');
    }
    return ['orderNo' => $p['orderNo'], 'state' => '已发货'];
}

function balance(array $p) {
    return ['balance' => '12.30', 'currency' => $p['currency'] ?? 'CNY'];
}

function handler($event, $context) {
    $params = json_decode($event, true);
    $action = isset($params['action']) ? $params['action'] : 'query';
    try {
        switch ($action) {
            case 'query':
                return queryOrder($params);
            case 'balance':
                return balance($params);
            default:
                return ['code' => 404, 'error' => 'unknown action ' . $action];
        }
    } catch (InvalidArgumentException $e) {
        return ['code' => 400, 'error' => $e->getMessage()];
    }
}
