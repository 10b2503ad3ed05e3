import json
from collections import namedtuple, defaultdict

Ride = namedtuple('Ride', 'phone start end passengers')
Ride.__new__.__defaults__ = ('', 1)


def build(evt):
    values = {k: evt[k] for k in Ride._fields if k in evt}
    return Ride(**values)


def handler(event, context):
    ride = build(json.loads(event))
    counts = defaultdict(int)
    counts[ride.start] += 1
    if int(ride.passengers) > 4:
        kind = 'van'
    else:
        kind = 'car'
    return {'car': kind, 'from': ride.start, 'to': ride.end, 'contact': ride.phone[:3] + '****'}
