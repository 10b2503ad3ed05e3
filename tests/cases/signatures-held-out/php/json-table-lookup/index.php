<?php
const STORES = [
    'sh01' => ['name' => '上海一店', 'tel' => '021-1'],
    'bj01' => ['name' => '北京一店', 'tel' => '010-1', 'parking' => true],
];

function handler($event, $context) {
    $evt = json_decode($event, true);
    $id = $evt['storeId'] ?? 'sh01';
    return json_encode(STORES[$id] ?? ['error' => '门店不存在'], JSON_UNESCAPED_UNICODE);
}
