import json

CACHE = {}

def handler(event, context):
    evt = json.loads(event)
    CACHE['last'] = evt
    return {'id': CACHE['last']['id']}
