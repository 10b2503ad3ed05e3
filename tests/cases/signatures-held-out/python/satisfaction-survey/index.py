import json
import logging
import time

from store import save

VALID = ('1', '2', '3', '4', '5')


def check(params):
    if not params.get('contactId'):
        return 'contactId 不能为空'
    if str(params.get('score')) not in VALID:
        return '评分无效'
    return None


def handler(event, context):
    start = time.time()
    params = json.loads(event)
    problem = check(params)
    if problem:
        logging.warning(problem)
        return {'result': False, 'message': problem}
    record = {
        'contact': params['contactId'],
        'score': int(params['score']),
        'agent': params.get('agentId', ''),
        'skill': params.get('skillGroup'),
    }
    save(record)
    logging.info('cost %.3f', time.time() - start)
    return {'result': True, 'message': 'ok'}
