import json


def handler(event, context):
    evt = json.loads(event)
    errors = {}
    if not evt.get('name'):
        errors['name'] = 'empty'
    if errors:
        return {'errors': errors}
    return {'name': evt['name'], 'city': evt.get('city')}
