import json

def first_missing(data):
    for name in ('p', 'q'):
        if name not in data:
            return name
    return None

def handler(event, context):
    evt = json.loads(event)
    name = first_missing(evt)
    if name:
        raise ValueError(name)
    return 'ok'
