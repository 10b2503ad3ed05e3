import json
import logging
from actions import ACTIONS

logging.basicConfig(level=logging.INFO)
log = logging.getLogger(__name__)


def handler(event, context):
    log.info('request %s', event)
    payload = json.loads(event)
    action = payload.pop('action', 'progress')
    func = ACTIONS.get(action)
    if func is None:
        return {'ok': False, 'reason': 'unknown action ' + action}
    result = func(payload)
    log.info('response %s', result)
    return result
