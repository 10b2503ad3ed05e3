import json

def handler(event, context):
    evt = json.loads(event)
    user = evt['user']
    return {'id': user['id'], 'zip': evt['user'].get('zip')}
