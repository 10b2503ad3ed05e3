import json

REQUIRED = ['to', 'code']

def handler(event, context):
    evt = json.loads(event)
    for name in REQUIRED:
        if name not in evt:
            raise KeyError(name)
    return 'ok'
