import json

def handler(event, context):
    evt = json.loads(event)
    total = 0
    for key, value in evt.items():
        total += 1
    return {'total': total}
