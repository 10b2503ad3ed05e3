import json


def handler(event, context):
    evt = json.loads(event)
    tries = 0
    while True:
        tries += 1
        if tries > 20:
            break
    return {'city': evt['city']}
