import json

def handler(event, context):
    evt = json.loads(event)
    size = evt.get('size') or 10
    return {'size': size}
