import json
from functools import reduce


def need(evt):
    if not evt.get('id'):
        raise ValueError('id')
    return evt


def fill(evt):
    return {'lang': 'zh', **evt}


def handler(event, context):
    evt = reduce(lambda value, step: step(value), [need, fill], json.loads(event))
    return {'id': evt['id'], 'lang': evt['lang']}
