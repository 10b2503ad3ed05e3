from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Booking:
    guest_phone: str
    room_type: str = 'standard'
    nights: int = 1
    check_in: str = field(default_factory=lambda: date.today().isoformat())

    @classmethod
    def from_event(cls, raw: dict) -> Booking:
        names = {'guestPhone': 'guest_phone', 'roomType': 'room_type', 'nights': 'nights', 'checkIn': 'check_in'}
        kwargs = {}
        for source, target in names.items():
            if raw.get(source) not in (None, ''):
                kwargs[target] = raw[source]
        return cls(**kwargs)

    @property
    def check_out(self) -> str:
        return (date.fromisoformat(self.check_in) + timedelta(days=int(self.nights))).isoformat()


PRICES = {'standard': 399, 'deluxe': 599}


def handler(event, context):
    booking = Booking.from_event(json.loads(event))
    if booking.room_type not in PRICES:
        return {'booked': False, 'error': 'no such room'}
    total = PRICES[booking.room_type] * int(booking.nights)
    return {'booked': True, 'total': total, 'checkOut': booking.check_out, 'detail': dataclasses.asdict(booking)}
