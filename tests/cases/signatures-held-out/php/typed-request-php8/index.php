<?php
declare(strict_types=1);

final class BookingRequest
{
    public function __construct(
        public string $phone,
        public string $date,
        public string $slot = 'am',
        public ?string $note = null,
    ) {
    }

    public static function fromArray(array $data): self
    {
        return new self(
            phone: $data['phone'] ?? throw new InvalidArgumentException('phone'),
            date: $data['date'] ?? throw new InvalidArgumentException('date'),
            slot: $data['slot'] ?? 'am',
            note: $data['note'] ?? null,
        );
    }
}

function handler($event, $context): string
{
    $request = BookingRequest::fromArray(json_decode($event, true, 512, JSON_THROW_ON_ERROR));
    $hour = match ($request->slot) {
        'am' => '09:00',
        'pm' => '14:00',
        default => '10:00',
    };
    return json_encode(['booked' => true, 'when' => "{$request->date} {$hour}", 'phone' => $request->phone]);
}
