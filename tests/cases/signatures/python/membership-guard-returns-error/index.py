import json

def handler(event, context):
    evt = json.loads(event)
    if 'to' not in evt:
        return {'error': 'missing to'}
    return {'sent': True}
