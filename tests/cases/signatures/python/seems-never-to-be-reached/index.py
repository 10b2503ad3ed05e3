import json

settings = {'strict': False}


def handler(event, context):
    evt = json.loads(event)
    if settings.get('trace'):
        return {'trace': evt['traceId']}
    return {'city': evt['city']}
