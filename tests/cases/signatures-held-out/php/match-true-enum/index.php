<?php
enum Level: int
{
    case Normal = 0;
    case Gold = 1;
    case Diamond = 2;

    public static function fromText(?string $text): self
    {
        return match (strtolower($text ?? '')) {
            'gold' => self::Gold,
            'diamond' => self::Diamond,
            default => self::Normal,
        };
    }
}

function handler($event, $context)
{
    $in = json_decode($event);
    $amount = (float) ($in?->amount ?? throw new InvalidArgumentException('amount'));
    $rate = match (true) {
        $amount > 10000 => 0.9,
        $amount > 1000 => 0.95,
        default => 1.0,
    };
    $level = Level::fromText($in->level ?? null);
    return ['pay' => $amount * $rate, 'points' => $level === Level::Diamond ? 2 : 1];
}
