<?php
function loan($amount, $months, $rate) {
    $m = $rate / 12 / 100;
    return round($amount * $m * pow(1 + $m, $months) / (pow(1 + $m, $months) - 1), 2);
}

function handler($event, $context) {
    $evt = json_decode($event, true);
    $amount = floatval($evt['amount']);
    if ($amount <= 0) {
        return json_encode(array('ok' => false, 'reason' => '金额无效'));
    }
    $months = !empty($evt['months']) ? (int)$evt['months'] : 12;
    $rate = isset($evt['rate']) ? (float)$evt['rate'] : 4.85;
    return json_encode(array('ok' => true, 'monthly' => loan($amount, $months, $rate)));
}
