import json


def handler(event, context):
    evt = json.loads(event)
    if not evt.get('slug'):
        return {'statusCode': 302, 'location': '/'}
    return {'statusCode': 200, 'body': evt['slug']}
