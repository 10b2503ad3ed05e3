import json


def handler(event, context):
    evt = json.loads(event)
    params = {'name': evt['name']}
    if evt.get('phone'):
        params['phone'] = evt['phone']
    text = '&'.join(f'{key}={params[key]}' for key in sorted(params))
    return {'size': len(text)}
