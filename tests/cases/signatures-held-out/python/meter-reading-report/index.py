import json
from decimal import Decimal, InvalidOperation

LIMIT = Decimal('99999.9')


def read_decimal(evt, key):
    try:
        return Decimal(str(evt[key]))
    except KeyError:
        raise ValueError(key + ' is required')
    except InvalidOperation:
        raise ValueError(key + ' is not a number')


def handler(event, context):
    evt = json.loads(event)
    try:
        reading = read_decimal(evt, 'reading')
        previous = read_decimal(evt, 'previous') if 'previous' in evt else Decimal(0)
    except ValueError as e:
        return {'accepted': False, 'message': e.args[0]}
    if not previous <= reading <= LIMIT:
        return {'accepted': False, 'message': '读数超出范围'}
    usage = reading - previous
    meter = evt['meterNo']
    return {'accepted': True, 'message': f'{meter}本期用量{usage}'}
