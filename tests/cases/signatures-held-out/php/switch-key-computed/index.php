<?php
$FIELDS = ['1' => 'water', '2' => 'power', '3' => 'gas'];

function handler($event, $context) {
    global $FIELDS;
    $evt = json_decode($event, true);
    $kind = $evt['kind'];
    if (!array_key_exists($kind, $FIELDS)) {
        return ['next' => 'repeat', 'error' => '按键无效'];
    }
    $meter = $evt[$FIELDS[$kind] . 'No'] ?? '';
    return ['next' => 'play', 'meter' => $meter, 'text' => $kind === '1' ? '水费' : '其他'];
}
