import json
import logging

from lib import validator

logger = logging.getLogger()

RULES = {
    'phone': {'required': True, 'type': str},
    'amount': {'required': True, 'type': (int, float, str)},
    'channel': {'required': False, 'type': str},
}


def handler(event, context):
    evt = json.loads(event)
    errors = validator.validate(evt, RULES)
    if errors:
        logger.warning('参数错误 %s', errors)
        return {'code': 400, 'errors': errors}
    amount = float(evt['amount'])
    channel = evt.get('channel', 'ivr')
    return {'code': 0, 'fee': amount * 0.01, 'channel': channel, 'phone': evt['phone']}
