<?php
class Input
{
    protected static $data = [];

    public static function load($event)
    {
        self::$data = json_decode($event, true);
    }

    public static function get($key, $default = null)
    {
        return isset(self::$data[$key]) ? self::$data[$key] : $default;
    }

    public static function has($key)
    {
        return isset(self::$data[$key]);
    }
}

function handler($event, $context)
{
    Input::load($event);
    if (!Input::has('cardNo')) {
        return ['errcode' => 40001, 'errmsg' => '卡号缺失'];
    }
    $bank = Input::get('bank', 'ICBC');
    return ['errcode' => 0, 'bank' => $bank, 'tail' => substr(Input::get('cardNo'), -4)];
}
