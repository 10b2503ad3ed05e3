<?php
function param($name, $default = '') {
    global $params;
    return isset($params[$name]) ? $params[$name] : $default;
}
