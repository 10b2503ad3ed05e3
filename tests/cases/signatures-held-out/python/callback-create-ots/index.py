import json
import time
import uuid

from tablestore import OTSClient, Row, Condition, RowExistenceExpectation

client = None


def initializer(context):
    global client
    client = OTSClient('https://cb.cn-hangzhou.ots.aliyuncs.com', 'testak', 'testsk', 'cb')


def handler(event, context):
    body = json.loads(event)
    number = body.get('callbackNumber') or body.get('caller')
    if not number:
        raise Exception('no number to call back')
    row_id = str(uuid.uuid4())
    attrs = [
        ('number', number),
        ('queue', body.get('queue', 'general')),
        ('created', int(time.time())),
        ('remark', body.get('remark', '')),
    ]
    if body.get('bookTime'):
        attrs.append(('book_time', body['bookTime']))
    client.put_row('callback', Row([('id', row_id)], attrs), Condition(RowExistenceExpectation.IGNORE))
    return {'ticket': row_id[:8], 'number': number}
