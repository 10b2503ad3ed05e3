<?php
function P($name, $default = '') {
    global $evt;
    return isset($evt[$name]) ? $evt[$name] : $default;
}

function die_json($code, $msg, $data = array()) {
    global $output;
    $output = array_merge(array('code' => $code, 'msg' => $msg), $data);
}
