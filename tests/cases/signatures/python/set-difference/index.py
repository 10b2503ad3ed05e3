import json

REQUIRED = {'to', 'code'}

def handler(event, context):
    evt = json.loads(event)
    missing = REQUIRED - set(evt)
    if missing:
        raise ValueError(missing)
    return 'ok'
