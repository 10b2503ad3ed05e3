import json
import redis

r = redis.Redis(host='127.0.0.1')


def fail(msg, code=400):
    return {'code': code, 'message': msg}


def main(event, context):
    data = json.loads(event.decode('utf-8'))
    for k in ('phone', 'code'):
        if not data.get(k):
            return fail('%s required' % k)
    saved = r.get('code:' + data['phone'])
    if saved is None:
        return fail('code expired', 410)
    if saved.decode() != data['code']:
        return fail('code wrong', 403)
    if data.get('keep') != 'true':
        r.delete('code:' + data['phone'])
    return {'code': 0, 'message': 'ok'}
