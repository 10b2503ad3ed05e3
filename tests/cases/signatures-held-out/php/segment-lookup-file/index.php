<?php
class SegmentTable
{
    private static $rows = [
        '138' => ['浙江', '杭州'],
        '139' => ['上海', '上海'],
    ];

    public static function find($phone)
    {
        $key = substr($phone, 0, 3);
        return isset(self::$rows[$key]) ? self::$rows[$key] : null;
    }
}

function handler($event, $context)
{
    $evt = json_decode($event, true);
    if (!preg_match('/^1\d{10}$/', $evt['phone'] ?? '')) {
        return ['province' => '', 'city' => '', 'error' => 'phone error'];
    }
    list($province, $city) = SegmentTable::find($evt['phone']) ?: ['未知', '未知'];
    return compact('province', 'city');
}
