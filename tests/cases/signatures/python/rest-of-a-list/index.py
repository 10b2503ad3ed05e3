import json


def handler(event, context):
    name, *others = ['ivr', json.loads(event)]
    return {'name': name, 'city': others[0]['city']}
