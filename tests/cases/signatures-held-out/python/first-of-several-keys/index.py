import json


def pick_number(evt):
    """不同入口传的字段名不一样"""
    for key in ('caller', 'ani', 'phone'):
        value = evt.get(key)
        if value:
            return value
    return None


def handler(event, context):
    evt = json.loads(event)
    number = pick_number(evt)
    if number is None:
        return {'code': 400, 'message': 'no number'}
    return {'code': 0, 'number': number}
