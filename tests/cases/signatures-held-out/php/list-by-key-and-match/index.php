<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    ['amount' => $amount, 'kind' => $kind] = $evt + ['amount' => 0, 'kind' => 'base'];
    $rate = match (true) {
        $amount > 10000 => 0.01,
        $amount > 1000 => 0.02,
        default => 0.03,
    };
    $fee = $amount * $rate;
    return json_encode(['fee' => $fee, 'kind' => $kind, 'coupon' => $evt['coupon'] ?? null]);
}
