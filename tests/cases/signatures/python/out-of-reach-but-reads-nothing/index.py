import json
import logging

DEBUG = False


def handler(event, context):
    evt = json.loads(event)
    if DEBUG:
        logging.info('handling %s', evt)
    return {'city': evt['city']}
