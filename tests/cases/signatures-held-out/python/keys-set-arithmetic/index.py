import json

MUST = {'phone', 'code'}
MAY = {'channel'}


class BadInput(Exception):
    pass


def validated(evt):
    lacking = MUST - evt.keys()
    if lacking:
        raise BadInput('lacking: ' + ','.join(sorted(lacking)))
    unknown = set(evt) - MUST - MAY
    if unknown:
        print('ignored', unknown)
    return evt


def handler(event, context):
    try:
        evt = validated(json.loads(event))
    except BadInput as error:
        return {'ok': False, 'error': str(error)}
    return {'ok': evt['code'] == '0000', 'phone': evt['phone'], 'channel': evt.get('channel')}
