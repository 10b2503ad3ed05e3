import json

def handler(event, context):
    evt = json.loads(event)
    names = []
    for item in evt['items']:
        names.append(item['name'])
    return {'names': names}
