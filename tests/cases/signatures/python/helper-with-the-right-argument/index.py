import json

def pick(first, second):
    return second['k']

def handler(event, context):
    evt = json.loads(event)
    return pick({'other': 1}, evt)
