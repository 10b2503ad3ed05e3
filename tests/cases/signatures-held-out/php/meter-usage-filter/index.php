<?php
function handler($event, $context)
{
    $in = json_decode($event, true);
    $reading = filter_var($in['reading'] ?? null, FILTER_VALIDATE_FLOAT);
    if ($reading === false) {
        return ['accepted' => 0, 'message' => '读数错误'];
    }
    $last = (float)($in['last'] ?? 0);
    $usage = round($reading - $last, 1);
    if ($usage < 0) {
        return ['accepted' => 0, 'message' => '读数小于上期'];
    }
    return ['accepted' => 1, 'message' => sprintf('表号%s用量%.1f', $in['meterNo'] ?? '', $usage)];
}
