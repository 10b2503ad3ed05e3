import json


def handler(event, context):
    evt = json.loads(event)
    if 'ping' in evt:
        return {'pong': True}
    params = dict(evt['params'])
    params.pop('token')
    more = evt['more'].copy()
    del more['secret']
    name = {**evt['person']}.pop('name')
    return {'name': name, 'city': evt['city']}
