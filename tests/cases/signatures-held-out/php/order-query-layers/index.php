<?php
require_once 'OrderService.php';
require_once 'BizException.php';

function handler($event, $context)
{
    $service = new OrderService();
    try {
        $order = $service->query(json_decode($event, true));
        return ['success' => true, 'status' => $order['status'], 'amount' => $order['amount']];
    } catch (BizException $e) {
        return ['success' => false, 'errorCode' => $e->getCode(), 'errorMsg' => $e->getMessage()];
    }
}
