import json

DEFAULTS = {'lang': 'zh', 'size': 5}

def handler(event, context):
    evt = {**DEFAULTS, **json.loads(event)}
    return {'lang': evt['lang'], 'size': evt['size'], 'to': evt['to']}
