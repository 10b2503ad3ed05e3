import json

def handler(event, context):
    evt = json.loads(event)
    tone = evt['tone'] if 'tone' in evt else 'warm'
    return {'tone': tone}
