import json

def send(to, code, lang='zh'):
    return {'to': to, 'code': code, 'lang': lang}

def handler(event, context):
    return send(**json.loads(event))
