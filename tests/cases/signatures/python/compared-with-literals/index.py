import json

def handler(event, context):
    evt = json.loads(event)
    if evt['kind'] == 'sms':
        return 'sms'
    if evt['level'] > 3:
        return 'high'
    return 'low'
