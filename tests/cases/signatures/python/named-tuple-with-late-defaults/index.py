import json
from collections import namedtuple

Ride = namedtuple('Ride', 'phone start end')
Ride.__new__.__defaults__ = ('home',)


def handler(event, context):
    evt = json.loads(event)
    ride = Ride(**{name: evt[name] for name in Ride._fields if name in evt})
    return {'from': ride.start, 'to': ride.end, 'phone': ride.phone}
