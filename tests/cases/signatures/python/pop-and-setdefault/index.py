import json

def handler(event, context):
    evt = json.loads(event)
    token = evt.pop('token')
    trace = evt.pop('trace', 'none')
    evt.setdefault('mode', 'fast')
    return {'m': evt['mode'], 't': trace, 'k': token}
