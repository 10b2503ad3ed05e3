import json

def handler(event, context):
    evt = json.loads(event)
    if (to := evt.get('to')) is None:
        raise ValueError('to')
    return {'to': to}
