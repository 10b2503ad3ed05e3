import json
import logging

log = logging.getLogger('fc')


def handler(event, context):
    evt = json.loads(event)
    assert isinstance(evt, dict), 'event must be an object'
    agent = evt.get('agentId')
    assert agent, 'agentId'
    score = evt.get('score', 5)
    if not isinstance(score, int):
        try:
            score = int(score)
        except ValueError:
            log.warning('bad score %r, using 5', score)
            score = 5
    comment = evt.get('comment')
    if comment is not None:
        comment = comment[:200]
    return {'agent': agent, 'score': max(1, min(5, score)), 'comment': comment}
