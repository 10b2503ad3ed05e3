import json
import redis

_client = None


def client():
    global _client
    if _client is None:
        _client = redis.StrictRedis(host='localhost', decode_responses=True)
    return _client


def normalize(number):
    number = (number or '').replace('-', '').replace(' ', '')
    if number.startswith('+86'):
        number = number[3:]
    elif number.startswith('0086'):
        number = number[4:]
    return number


def handler(event, context):
    args = json.loads(event)
    number = normalize(args.get('ani') or args.get('caller'))
    if len(number) < 5:
        return {'blocked': 'unknown', 'err': 'bad number'}
    keys = ['black:global:' + number]
    for biz in args.get('biz', '').split(','):
        if biz:
            keys.append('black:%s:%s' % (biz, number))
    pipe = client().pipeline()
    for k in keys:
        pipe.exists(k)
    hit = any(pipe.execute())
    return {'blocked': 'yes' if hit else 'no'}
