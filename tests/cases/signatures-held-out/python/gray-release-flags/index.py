import hashlib
import json
import os

import config


def in_gray(caller):
    if not config.GRAY_ENABLED:
        return False
    digest = hashlib.md5(caller.encode()).hexdigest()
    return int(digest[:4], 16) % 100 < config.GRAY_PERCENT


def handler(event, context):
    evt = json.loads(event)
    caller = evt.get('caller', 'anonymous')
    flow = config.FLOW_NEW if in_gray(caller) else config.FLOW_OLD
    forced = evt.get('forceFlow')
    if forced in (config.FLOW_NEW, config.FLOW_OLD):
        flow = forced
    return {'flow': flow}
