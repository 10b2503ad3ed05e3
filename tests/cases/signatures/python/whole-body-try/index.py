import json

def handler(event, context):
    try:
        evt = json.loads(event)
        phone = evt['phone']
        return {'ok': True, 'phone': phone}
    except Exception as error:
        return {'ok': False, 'reason': str(error)}
