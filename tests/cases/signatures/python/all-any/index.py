import json

def handler(event, context):
    evt = json.loads(event)
    if not all(k in evt for k in ('a', 'b')):
        raise ValueError('a and b')
    if any(not evt.get(k) for k in ['c', 'd']):
        raise ValueError('c and d')
    return 'fine'
