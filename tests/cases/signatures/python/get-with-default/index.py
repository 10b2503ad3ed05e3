import json

def handler(event, context):
    evt = json.loads(event)
    lang = evt.get('lang', 'zh')
    return {'greeting': lang}
