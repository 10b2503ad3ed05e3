<?php
require_once __DIR__ . '/db.php';

function handler($event, $context) {
    $logger = $GLOBALS['fcLogger'];
    $evt = json_decode($event, true);
    $phone = isset($evt['phone']) ? trim($evt['phone']) : '';
    if ($phone === '') {
        $logger->error('phone 为空');
        return json_encode(array('code' => 400, 'msg' => '手机号不能为空'));
    }
    $row = find_member($phone);
    if (!$row) {
        return json_encode(array('code' => 404, 'msg' => '会员不存在'));
    }
    return json_encode(array('code' => 0, 'name' => $row['name'], 'level' => $row['level']));
}
