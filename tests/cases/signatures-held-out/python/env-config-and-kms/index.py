import json
import logging
import os

from config import CONFIG, get

logger = logging.getLogger()
logger.setLevel(get('LOG_LEVEL', 'INFO'))


def handler(event, context):
    evt = json.loads(event)
    field = CONFIG['phone_field']
    phone = evt.get(field)
    if not phone:
        return {'error': field + ' is required'}
    limit = int(evt.get('limit') or get('LIMIT', '5'))
    return {'phone': phone, 'limit': limit, 'endpoint': CONFIG['endpoint']}
