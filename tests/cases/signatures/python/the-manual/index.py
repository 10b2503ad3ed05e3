# -*- coding: utf-8 -*-
import logging
import json


def handler(event, context):
    logger = logging.getLogger()
    try:
        phone = json.loads(event)['phone']
        logger.info(phone)
        return '010'
    except Exception, e:
        logger.error(e)
