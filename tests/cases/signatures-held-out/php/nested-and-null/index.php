<?php
function dig(array $data, string $path, $default = null) {
    foreach (explode('.', $path) as $part) {
        if (!is_array($data) || !isset($data[$part])) {
            return $default;
        }
        $data = $data[$part];
    }
    return $data;
}

function handler($event, $context) {
    $evt = json_decode($event, true);
    $name = dig($evt, 'customer.name', '客户');
    $level = $evt['customer']['level'] ?? 'normal';
    if (is_null($evt['callId'] ?? null)) {
        error_log('callId missing');
        return ['status' => 'error', 'detail' => 'callId'];
    }
    return ['status' => 'ok', 'name' => $name, 'level' => $level];
}
