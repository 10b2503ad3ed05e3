import json

def handler(event, context):
    if isinstance(event, (bytes, str)):
        event = json.loads(event)
    return event['id']
