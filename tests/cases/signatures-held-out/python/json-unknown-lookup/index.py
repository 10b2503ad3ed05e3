import json
import os

import redis

client = redis.StrictRedis(host=os.environ.get('REDIS_HOST'), decode_responses=True)


def handler(event, context):
    evt = json.loads(event)
    key = 'customer:{}'.format(evt['customerId'])
    cached = client.get(key)
    if cached:
        return cached
    profile = client.hgetall('profile:' + evt.get('segment', 'all'))
    return json.dumps(profile)
