import json


def to_number(value, default=None):
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def handler(event, context):
    evt = json.loads(event)
    income = to_number(evt.get('income'))
    if income is None:
        return 'error: income'
    debt = to_number(evt.get('debt'), 0)
    limit = to_number(evt.get('limit'), 0.5)
    ratio = debt / income if income else 1
    return 'pass' if ratio < limit else 'manual'
