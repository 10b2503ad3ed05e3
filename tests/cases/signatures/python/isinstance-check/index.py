import json

def handler(event, context):
    evt = json.loads(event)
    tags = evt.get('tags', [])
    if not isinstance(evt.get('id'), str):
        raise TypeError('id')
    return {'n': len(tags)}
