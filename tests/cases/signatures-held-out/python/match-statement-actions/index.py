import json


class Unsupported(Exception):
    pass


def handler(event, context):
    evt = json.loads(event)
    match evt.get('type'):
        case 'sms' | 'SMS':
            to = evt['to']
            return {'sent': to, 'template': evt.get('template', 'SMS_001')}
        case 'email':
            return {'sent': evt['address']}
        case None:
            raise Unsupported('type missing')
        case other:
            raise Unsupported(other)
