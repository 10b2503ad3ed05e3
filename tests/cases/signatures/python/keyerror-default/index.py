import json

def handler(event, context):
    evt = json.loads(event)
    try:
        level = evt['level']
    except KeyError:
        level = 'low'
    return {'level': level}
