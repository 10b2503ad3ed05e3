import json

def handler(event, context):
    evt = json.loads(event)
    name = evt.get('name')
    if not name:
        return None
    return 'hello ' + name
