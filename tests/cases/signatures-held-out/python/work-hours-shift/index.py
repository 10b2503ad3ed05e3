"""工作时间判断"""
import json
from datetime import datetime, timedelta, timezone

CST = timezone(timedelta(hours=8))
SCHEDULE = {
    'sales': (9, 21),
    'support': (8, 24),
    'finance': (9, 18),
}


def parse_now(text):
    if text:
        return datetime.strptime(text, '%Y-%m-%d %H:%M:%S').replace(tzinfo=CST)
    return datetime.now(CST)


def handler(event, context):
    evt = json.loads(event)
    dept = evt['department']
    begin, end = SCHEDULE.get(dept, (9, 18))
    now = parse_now(evt.get('now'))
    weekend = now.weekday() >= 5
    if weekend and evt.get('weekend', 'closed') == 'closed':
        return {'open': 'false', 'tip': '周末休息'}
    is_open = begin <= now.hour < end
    return {'open': 'true' if is_open else 'false', 'tip': '' if is_open else f'请于{begin}点后来电'}
