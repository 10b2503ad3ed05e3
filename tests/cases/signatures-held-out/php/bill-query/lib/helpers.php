<?php
function check_required($params, $names) {
    foreach ($names as $name) {
        if (empty($params[$name])) {
            return false;
        }
    }
    return true;
}

function result($code, $message, $data = null) {
    return json_encode(['code' => $code, 'message' => $message, 'data' => $data]);
}
