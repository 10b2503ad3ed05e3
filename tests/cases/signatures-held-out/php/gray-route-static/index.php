<?php
final class Flags
{
    const PERCENT = 10;
    private static $white = ['13800000000'];

    public static function on($caller)
    {
        return in_array($caller, self::$white, true) || crc32($caller) % 100 < self::PERCENT;
    }
}

class Router
{
    public function route(array $evt)
    {
        $caller = (string)($evt['caller'] ?? '');
        $forced = $evt['flow'] ?? null;
        if (in_array($forced, ['new', 'old'], true)) {
            return $forced;
        }
        return Flags::on($caller) ? 'new' : 'old';
    }
}

function handler($event, $context)
{
    return (new Router())->route(json_decode($event, true));
}
