import json

def handler(event, context):
    match json.loads(event):
        case {'kind': 'sms', 'to': to}:
            return {'to': to}
        case {'kind': kind}:
            return {'kind': kind}
        case _:
            raise ValueError('kind')
