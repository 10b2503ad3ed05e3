<?php
function greeting(int $hour): string {
    if ($hour < 12) {
        return '上午好';
    }
    return $hour < 18 ? '下午好' : '晚上好';
}

function handler($event, $context) {
    $evt = json_decode($event, true);
    $hour = isset($evt['hour']) ? intval($evt['hour']) : (int)date('H');
    $name = trim($evt['name'] ?? '');
    return ($name !== '' ? $name . '，' : '') . greeting($hour);
}
