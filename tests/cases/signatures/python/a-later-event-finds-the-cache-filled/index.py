import json

cache = {}


def handler(event, context):
    evt = json.loads(event)
    if 'token' in cache:
        return {'token': cache['token'], 'scope': evt.get('scope')}
    cache['token'] = 'made of ' + evt['secret']
    return {'token': cache['token'], 'scope': None}
