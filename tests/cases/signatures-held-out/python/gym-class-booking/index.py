import json
import time

from tablestore import OTSClient, Row, Condition, RowExistenceExpectation

ots = OTSClient('https://gym.example.com', 'testak', 'testsk', 'gym')


def handler(event, context):
    e = json.loads(event)
    missing = [k for k in ('memberId', 'classId') if k not in e or not e[k]]
    if missing:
        return json.dumps({'status': 'rejected', 'missing': missing})
    attrs = [('created', int(time.time()))]
    for k in ('coach', 'remark'):
        v = e.get(k)
        if v is not None:
            attrs.append((k, v))
    pk = [('member', e['memberId']), ('class', e['classId'])]
    ots.put_row('booking', Row(pk, attrs), Condition(RowExistenceExpectation.EXPECT_NOT_EXIST))
    return json.dumps({'status': 'booked', 'missing': []})
