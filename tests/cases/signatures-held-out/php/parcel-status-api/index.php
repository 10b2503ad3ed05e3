<?php
function api_get($path, $query)
{
    $url = 'http://parcel.example.com' . $path . '?' . http_build_query($query);
    $text = @file_get_contents($url);
    if ($text === false) {
        return null;
    }
    return json_decode($text, true);
}

function handler($event, $context)
{
    $req = json_decode($event, true);
    $no = isset($req['parcelNo']) ? trim($req['parcelNo']) : '';
    if ($no === '') {
        return json_encode(['code' => 1001, 'msg' => '单号不能为空']);
    }
    $data = api_get('/status', ['no' => $no, 'tail' => $req['phoneTail'] ?? '']);
    if (!$data) {
        return json_encode(['code' => 1002, 'msg' => '查询失败']);
    }
    return json_encode(['code' => 0, 'status' => $data['status'], 'lang' => $req['lang'] ?? 'zh']);
}
