<?php
function toMap(array $list) {
    $map = [];
    foreach ($list as $item) {
        $map[$item['key']] = $item['value'];
    }
    return $map;
}

function handler($event, $context) {
    $evt = json_decode($event, true);
    if (!is_array($evt['parameters'] ?? null)) {
        return ['ok' => false];
    }
    $params = toMap($evt['parameters']);
    return ['ok' => true, 'name' => $params['name'] ?? '', 'age' => (int)($params['age'] ?? 0)];
}
