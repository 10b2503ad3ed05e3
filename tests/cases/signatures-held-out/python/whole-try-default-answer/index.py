import json
import logging

DEFAULT_QUEUE = '1000'


def handler(event, context):
    # 任何异常都转默认队列，不能让用户等
    try:
        evt = json.loads(event)
        level = int(evt['level'])
        if level > 3:
            return '2000'
        return '1500'
    except Exception:
        logging.exception('route failed')
        return DEFAULT_QUEUE
