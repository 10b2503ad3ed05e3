<?php
function handler($event, $context)
{
    $in = json_decode($event, true);
    $amount = filter_var($in['amount'] ?? null, FILTER_VALIDATE_FLOAT);
    if ($amount === false) {
        return ['ok' => false];
    }
    return ['ok' => true, 'amount' => $amount];
}
