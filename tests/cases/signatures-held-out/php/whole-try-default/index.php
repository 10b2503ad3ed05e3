<?php
function handler($event, $context) {
    try {
        $evt = json_decode($event, true);
        if (!isset($evt['level'])) {
            throw new UnexpectedValueException('no level');
        }
        return $evt['level'] > 3 ? '2000' : '1500';
    } catch (Exception $e) {
        // 异常走默认队列
        $GLOBALS['fcLogger']->warning($e->getMessage());
        return '1000';
    }
}
