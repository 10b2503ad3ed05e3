import json

def handler(event, context):
    text = event.decode('utf-8')
    evt = json.loads(text)
    return {'id': evt['id']}
