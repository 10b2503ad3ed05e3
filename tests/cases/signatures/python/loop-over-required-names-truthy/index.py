import json

def handler(event, context):
    evt = json.loads(event)
    for name in ('to', 'code'):
        if not evt.get(name):
            return {'success': False, 'message': name}
    return {'success': True}
