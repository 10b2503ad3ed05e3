<?php
require 'params.php';

function handler($event, $context)
{
    list($params, $errors) = normalise(json_decode($event, true));
    if (count($errors) > 0) {
        return ['code' => 400, 'errors' => implode(',', $errors)];
    }
    return ['code' => 200, 'ticket' => substr(md5($params['phone'] . $params['content']), 0, 8), 'category' => $params['category']];
}
