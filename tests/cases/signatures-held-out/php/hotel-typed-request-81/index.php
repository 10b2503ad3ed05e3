<?php
declare(strict_types=1);

enum Room: string
{
    case Standard = 'std';
    case Deluxe = 'dlx';

    public function price(): int
    {
        return match ($this) {
            Room::Standard => 300,
            Room::Deluxe => 500,
        };
    }
}

final class BookRequest
{
    private function __construct(
        public readonly string $guest,
        public readonly Room $room,
        public readonly int $nights,
    ) {
    }

    public static function fromArray(array $raw): self
    {
        $guest = $raw['guest'] ?? throw new InvalidArgumentException('guest is required');
        return new self($guest, Room::tryFrom($raw['room'] ?? 'std') ?? Room::Standard, (int) ($raw['nights'] ?? 1));
    }
}

function handler($event, $context): array
{
    $request = BookRequest::fromArray(json_decode($event, true, 512, JSON_THROW_ON_ERROR));
    return ['guest' => $request->guest, 'total' => $request->room->price() * $request->nights];
}
