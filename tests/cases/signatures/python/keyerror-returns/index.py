import json

def handler(event, context):
    evt = json.loads(event)
    try:
        level = evt['level']
    except KeyError:
        return {'error': 'level'}
    return {'level': level}
