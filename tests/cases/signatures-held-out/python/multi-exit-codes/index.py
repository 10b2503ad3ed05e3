import json
import logging

OK, EMPTY, LIMIT = 0, 1001, 1002
TEXT = {OK: '受理成功', EMPTY: '必要信息不全', LIMIT: '超过次数'}
count = {}


def answer(code, **more):
    body = {'code': code, 'text': TEXT[code]}
    body.update(more)
    logging.info(body)
    return body


def handler(event, context):
    data = json.loads(event)
    number, kind = data.get('number'), data.get('kind')
    if not all([number, kind]):
        return answer(EMPTY)
    count[number] = count.get(number, 0) + 1
    if count[number] > 3:
        return answer(LIMIT)
    return answer(OK, ticket='T%s' % number, urgent=data.get('urgent') == 'Y')
