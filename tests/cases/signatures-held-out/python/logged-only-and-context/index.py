import json
import logging


def handler(event, context):
    logger = logging.getLogger()
    logger.info('requestId: %s', context.request_id if context else '-')
    evt = json.loads(event.decode() if isinstance(event, bytes) else event)
    logger.info('event=%s', evt)
    print('keys', len(evt))
    if 'callId' in evt:
        logger.info('call %s', evt['callId'])
    now = {'date': '20240101', 'isWorkday': '1'}
    return json.dumps(now)
