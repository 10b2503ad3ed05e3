<?php
function handler($event, $context)
{
    $data = json_decode($event, true);
    $ret = array('code' => 1, 'msg' => '', 'price' => 0);
    if (!isset($data['age']) || intval($data['age']) <= 0) {
        $ret['msg'] = '年龄错误';
        return json_encode($ret);
    }
    if (!isset($data['plan'])) {
        $ret['msg'] = '缺少plan';
        return json_encode($ret);
    }
    switch ($data['plan']) {
        case 'A':
            $ret['price'] = 100;
            break;
        case 'B':
            $ret['price'] = 200;
            break;
        default:
            $ret['msg'] = 'plan不存在';
            return json_encode($ret);
    }
    $years = isset($data['years']) ? (int)$data['years'] : 1;
    $ret['price'] = $ret['price'] * $years;
    $ret['code'] = 0;
    return json_encode($ret);
}
