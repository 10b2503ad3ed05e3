<?php
function handler($event, $context) {
    $req = json_decode($event);
    if (!isset($req->waybill)) {
        throw new Exception('运单号不能为空');
    }
    $company = property_exists($req, 'company') ? $req->company : 'SF';
    $lang = isset($req->lang) ? $req->lang : 'zh';
    $resp = new stdClass();
    $resp->waybill = $req->waybill;
    $resp->company = strtoupper($company);
    $resp->text = $lang === 'zh' ? '已签收' : 'signed';
    return json_encode($resp);
}
