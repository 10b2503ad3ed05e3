import json

def handler(event, context):
    evt = json.loads(event)
    if not {'x', 'y'} <= evt.keys():
        raise ValueError('x, y')
    return 'ok'
