import json

import jsonschema

SCHEMA = {
    'type': 'object',
    'properties': {
        'plate': {'type': 'string'},
        'city': {'type': 'string'},
    },
    'required': ['plate'],
}


def handler(event, context):
    evt = json.loads(event)
    try:
        jsonschema.validate(evt, SCHEMA)
    except jsonschema.ValidationError as e:
        return {'error': e.message}
    return {'fine': 0, 'plate': evt['plate'].upper(), 'city': evt.get('city')}
