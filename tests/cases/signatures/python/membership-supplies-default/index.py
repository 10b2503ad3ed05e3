import json

def handler(event, context):
    evt = json.loads(event)
    if 'retries' not in evt:
        evt['retries'] = 3
    return {'n': evt['retries']}
