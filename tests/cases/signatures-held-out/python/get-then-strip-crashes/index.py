import json
import logging

logger = logging.getLogger()
BLACKLIST = {'13812345678', '13987654321'}


def normalise(number):
    number = number.strip()
    for prefix in ('+86', '0086', '86'):
        if number.startswith(prefix):
            number = number[len(prefix):]
            break
    return number.replace('-', '')


def handler(event, context):
    evt = json.loads(event)
    caller = normalise(evt.get('caller'))
    callee = evt.get('callee')
    logger.info('%s -> %s', caller, callee)
    if caller in BLACKLIST:
        return 'REJECT'
    return 'ACCEPT'
