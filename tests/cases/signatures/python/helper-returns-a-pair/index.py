import json


def check(evt):
    if not evt.get('phone'):
        return False, 'phone is empty'
    return True, None


def handler(event, context):
    evt = json.loads(event)
    passed, reason = check(evt)
    if not passed:
        return {'code': 400, 'reason': reason}
    return {'code': 0, 'lang': evt.get('lang')}
