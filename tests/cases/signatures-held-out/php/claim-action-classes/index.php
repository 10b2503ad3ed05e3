<?php
require_once __DIR__ . '/actions.php';

function handler($event, $context)
{
    $payload = json_decode($event, true);
    $map = ['progress' => ProgressAction::class, 'report' => ReportAction::class];
    $name = $payload['action'] ?? 'progress';
    if (!isset($map[$name])) {
        return ['ok' => false, 'reason' => 'unknown action'];
    }
    $action = new $map[$name]($payload);
    return $action->run();
}
