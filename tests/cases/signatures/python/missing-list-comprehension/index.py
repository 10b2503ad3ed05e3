import json

REQUIRED = ('to', 'code', 'sign')

def handler(event, context):
    evt = json.loads(event)
    missing = [k for k in REQUIRED if k not in evt]
    if missing:
        return {'error': ', '.join(missing)}
    return {'sent': True}
