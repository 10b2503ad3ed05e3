import json

def handler(event, context):
    options = {'lang': 'zh'}
    options.update(json.loads(event))
    return {'lang': options['lang'], 'to': options['to']}
