<?php
$handlers = [
    'query' => function (array $p) {
        return ['state' => '已受理', 'no' => $p['no'] ?? ''];
    },
    'urge' => function (array $p) {
        if (empty($p['no'])) {
            throw new DomainException('no 不能为空');
        }
        return ['urged' => true];
    },
];

function handler($event, $context) {
    global $handlers;
    $p = json_decode($event, true);
    $action = $p['action'] ?? null;
    if (!isset($handlers[$action])) {
        return ['error' => 'unknown action'];
    }
    return $handlers[$action]($p);
}
