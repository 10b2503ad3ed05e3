import json

CARRIERS = {'134': 'cmcc', '186': 'cucc', '189': 'ctcc'}


def handler(event, context):
    match json.loads(event):
        case {'phone': str(phone), 'amount': amount, **rest} if len(phone) == 11:
            pass
        case {'phone': _}:
            return {'ok': False, 'error': 'amount missing or phone wrong'}
        case _:
            return {'ok': False, 'error': 'phone missing'}
    if (carrier := CARRIERS.get(phone[:3])) is None:
        return {'ok': False, 'error': 'carrier not supported'}
    return {'ok': True, 'carrier': carrier, 'amount': int(amount), 'coupon': rest.get('coupon')}
