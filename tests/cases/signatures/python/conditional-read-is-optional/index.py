import json

def handler(event, context):
    evt = json.loads(event)
    if evt['channel'] == 'sms':
        return {'via': evt['mobile']}
    return {'via': 'mail'}
