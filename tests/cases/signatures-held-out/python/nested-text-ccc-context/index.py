import json


def safe_loads(text, default=None):
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return default


def handler(event, context):
    evt = json.loads(event)
    tags = safe_loads(evt.get('tags'), {}) or {}
    uui = safe_loads(evt.get('uui'))
    if not uui:
        return {'code': -1, 'msg': 'uui invalid'}
    customer = uui['customerId']
    lang = tags.get('language', 'zh')
    return {'code': 0, 'msg': 'ok', 'customer': customer, 'lang': lang}
