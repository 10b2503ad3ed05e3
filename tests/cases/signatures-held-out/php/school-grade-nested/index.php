<?php
function handler($event, $context)
{
    $evt = json_decode($event, true);
    $student = json_decode($evt['student'] ?? '{}', true);
    if (!is_array($student) || empty($student['no'])) {
        return ['found' => false];
    }
    $subjects = explode(',', $evt['subjects'] ?? 'math');
    $scores = [];
    foreach ($subjects as $s) {
        $scores[] = $s . ':' . rand(60, 100);
    }
    return ['found' => true, 'scores' => implode(';', $scores), 'no' => $student['no']];
}
