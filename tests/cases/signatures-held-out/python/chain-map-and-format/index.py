import json
from collections import ChainMap

DEFAULTS = {'title': '您好', 'sign': '客服中心'}
TEMPLATE = '{title}，{name}，您的余额为{balance}元。{sign}'


def handler(event, context):
    values = ChainMap(json.loads(event), DEFAULTS)
    amount = float(values['balance'])
    if amount < 0:
        return {'text': '欠费', 'amount': amount}
    return {'text': TEMPLATE.format(**values), 'amount': amount}
