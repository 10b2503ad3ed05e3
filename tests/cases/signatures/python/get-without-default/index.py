import json

def handler(event, context):
    evt = json.loads(event)
    return {'nick': evt.get('nick')}
