<?php
require __DIR__ . '/lib/helpers.php';

function handler($event, $context) {
    $logger = $GLOBALS['fcLogger'];
    $params = json_decode($event, true);
    if (!check_required($params, ['account', 'month'])) {
        $logger->warning('参数不全');
        return result(400, '参数不全');
    }
    $bills = ['202401' => 30.5, '202402' => 28];
    $amount = $bills[$params['month']] ?? null;
    if ($amount === null) {
        return result(404, '没有账单');
    }
    return result(0, 'ok', ['amount' => $amount, 'unit' => $params['unit'] ?? '元']);
}
