<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    $actions = [
        'balance' => function () use ($evt) {
            return ['amount' => 100, 'account' => $evt['account'] ?? 'default'];
        },
        'points' => fn() => ['points' => 20, 'tier' => $evt['tier'] ?? 'normal'],
    ];
    $type = strtolower($evt['type'] ?? '');
    if (!isset($actions[$type])) {
        return ['error' => 'type must be balance or points'];
    }
    return $actions[$type]();
}
