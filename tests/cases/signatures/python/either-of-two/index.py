import json

def handler(event, context):
    evt = json.loads(event)
    who = evt.get('phone') or evt.get('mobile')
    if not who:
        raise ValueError('phone or mobile')
    return {'who': who}
