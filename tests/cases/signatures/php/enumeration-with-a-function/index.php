<?php
enum Level: string
{
    case Gold = 'gold';
    case Plain = 'plain';

    public static function of(array $in): self
    {
        return self::tryFrom($in['level'] ?? '') ?? self::Plain;
    }
}

function handler($event, $context)
{
    return ['level' => Level::of(json_decode($event, true))->value];
}
