import json
from decimal import Decimal, ROUND_HALF_UP

CENT = Decimal('0.01')


def require(evt, *names):
    values = []
    for name in names:
        if name not in evt or evt[name] in ('', None):
            raise ValueError('%s is required' % name)
        values.append(evt[name])
    return values


def handler(event, context):
    evt = json.loads(event)
    amount, months = require(evt, 'amount', 'months')
    rate = Decimal(str(evt.get('rate', '4.35'))) / 100 / 12
    total = Decimal(str(amount)) * (1 + rate * int(months))
    monthly = (total / int(months)).quantize(CENT, ROUND_HALF_UP)
    return {'monthly': str(monthly), 'total': str(total.quantize(CENT))}
