import json

def handler(event, context):
    evt = json.loads(event)
    if evt.get('confirm') != 'yes':
        return {'status': 'pending', 'urgent': False}
    return {'status': 'placed', 'urgent': True}
