import json


def search(patient, kind='all'):
    return [patient, kind]


def handler(event, context):
    evt = json.loads(event)
    found = search(**{name: evt[name] for name in ('patient', 'kind') if name in evt})
    return {'found': len(found)}
