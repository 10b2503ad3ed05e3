<?php
require_once __DIR__ . '/RepairOrder.php';

function handler($event, $context)
{
    try {
        $order = RepairOrder::fromEvent(json_decode($event, true) ?? []);
        return ['success' => true, 'orderNo' => $order->save()];
    } catch (InvalidArgumentException $e) {
        return ['success' => false, 'message' => $e->getMessage()];
    }
}
