<?php
function handler($event, $context)
{
    $in = json_decode($event, true);
    $steps = ['checkCity', 'checkDate', 'addText'];
    $state = array_reduce($steps, function ($state, $step) {
        return isset($state['error']) ? $state : $step($state);
    }, ['in' => $in]);
    if (isset($state['error'])) {
        return ['status' => 'fail', 'error' => $state['error']];
    }
    return ['status' => 'ok', 'text' => $state['text']];
}

function checkCity($state)
{
    return empty($state['in']['city']) ? ['error' => '缺少city'] : $state;
}

function checkDate($state)
{
    $state['date'] = $state['in']['date'] ?? date('Y-m-d');
    return $state;
}

function addText($state)
{
    $state['text'] = $state['in']['city'] . $state['date'] . ($state['in']['suffix'] ?? '晴');
    return $state;
}
