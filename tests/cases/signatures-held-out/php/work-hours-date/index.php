<?php
date_default_timezone_set('Asia/Shanghai');

$holidays = ['2024-10-01', '2024-10-02'];

function isWorking($date, $time)
{
    global $holidays;
    if (in_array($date, $holidays)) {
        return false;
    }
    $week = date('N', strtotime($date));
    return $week < 6 && $time >= '09:00' && $time < '18:00';
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    $date = !empty($evt['date']) ? $evt['date'] : date('Y-m-d');
    $time = !empty($evt['time']) ? $evt['time'] : date('H:i');
    return isWorking($date, $time) ? 'open' : 'closed';
}
