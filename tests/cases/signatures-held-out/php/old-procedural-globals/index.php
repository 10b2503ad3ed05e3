<?php
include_once dirname(__FILE__) . '/lib.php';

$evt = array();

function handler($event, $context) {
    global $evt;
    $evt = json_decode($event, true);
    $phone = P('phone');
    $page = intval(P('page', 1));
    if ($phone == '') {
        die_json(1, '参数phone不能为空');
        return $GLOBALS['output'];
    }
    die_json(0, 'ok', array('page' => $page, 'list' => 'A,B'));
    return $GLOBALS['output'];
}
