import json

def handler(event, context):
    evt = json.loads(event)
    if evt.get('ping'):
        return 'pong'
    if not evt.get('to'):
        return ''
    return {'sent': evt['to']}
