import json

MENU = {'1': 'balance', '2': 'bill', '3': 'package'}


def handler(event, context):
    evt = json.loads(event)
    digit = evt['digit']
    field = MENU.get(digit)
    if field is None:
        return {'next': 'repeat'}
    value = evt.get(field, '0')
    return {'next': field, 'value': value}
