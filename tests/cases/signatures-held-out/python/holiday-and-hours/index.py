import datetime
import json

HOLIDAYS = {'2024-05-01', '2024-10-01'}
HOURS = {'sales': (9, 21), 'support': (0, 24)}


def parse_time(text):
    for pattern in ('%Y-%m-%d %H:%M', '%Y-%m-%dT%H:%M'):
        try:
            return datetime.datetime.strptime(text, pattern)
        except ValueError:
            continue
    raise ValueError('bad time: ' + text)


def handler(event, context):
    evt = json.loads(event)
    now = parse_time(evt['time'])
    start, end = HOURS.get(evt.get('dept', 'sales'), (9, 18))
    if now.strftime('%Y-%m-%d') in HOLIDAYS:
        return 'holiday'
    return 'open' if start <= now.hour < end else 'closed'
