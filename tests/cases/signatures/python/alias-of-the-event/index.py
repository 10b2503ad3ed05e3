import json

def handler(event, context):
    data = json.loads(event)
    again = data
    third = again
    return third['code']
