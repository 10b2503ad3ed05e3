import contextlib
import json
import logging

log = logging.getLogger()


def handler(event, context):
    evt = {}
    with contextlib.suppress(ValueError):
        evt = json.loads(event)
    score = 0
    with contextlib.suppress(KeyError, TypeError):
        score = int(evt['score'])
    log.info('score %d', score)
    if 'agent' not in evt:
        raise RuntimeError('agent missing')
    return {'agent': evt['agent'], 'score': score}
