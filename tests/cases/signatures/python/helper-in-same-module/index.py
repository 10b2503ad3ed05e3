import json

def load(event):
    return json.loads(event)

def reply(data):
    return {'id': data['id']}

def handler(event, context):
    return reply(load(event))
