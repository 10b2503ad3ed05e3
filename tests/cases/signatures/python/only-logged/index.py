import json
import logging

logger = logging.getLogger(__name__)

def handler(event, context):
    evt = json.loads(event)
    logger.info('event %s', evt)
    print(evt)
    return evt['to']
