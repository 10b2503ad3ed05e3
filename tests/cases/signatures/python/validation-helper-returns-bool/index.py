import json

def valid(data):
    if 'a' not in data:
        return False
    if not data['a']:
        return False
    return bool(data.get('b'))

def handler(event, context):
    evt = json.loads(event)
    if not valid(evt):
        return {'code': 400}
    return {'code': 200}
