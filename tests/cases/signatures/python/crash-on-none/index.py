import json

def handler(event, context):
    evt = json.loads(event)
    name = evt.get('name').strip()
    age = int(evt.get('age'))
    return {'name': name, 'age': age}
