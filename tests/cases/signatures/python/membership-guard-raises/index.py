import json

def handler(event, context):
    evt = json.loads(event)
    if 'to' not in evt:
        raise ValueError('to')
    return 'sent to ' + evt['to']
