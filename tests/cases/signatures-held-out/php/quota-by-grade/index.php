<?php
$GRADES = array('A' => 50000, 'B' => 20000, 'C' => 5000);

function handler($event, $context)
{
    global $GRADES;
    $evt = json_decode($event, true);
    $grade = strtoupper($evt['grade'] ?? 'C');
    if (!array_key_exists($grade, $GRADES)) {
        return array('ok' => false, 'error' => 'grade unknown');
    }
    $used = floatval($evt['used'] ?? 0);
    $left = max(0, $GRADES[$grade] - $used);
    return array('ok' => true, 'left' => $left, 'currency' => empty($evt['currency']) ? 'CNY' : $evt['currency']);
}
