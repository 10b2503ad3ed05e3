import json
import logging

BLACK = {'13800000001', '13800000002'}
WHITE = {'13900000001'}


class Decision:
    def __init__(self, allow, reason=''):
        self.allow = allow
        self.reason = reason

    def as_dict(self):
        return dict(allow=self.allow, reason=self.reason)


def decide(number, strict):
    if number in WHITE:
        return Decision(True)
    if number in BLACK:
        return Decision(False, 'black')
    return Decision(not strict, 'default')


def handler(event, context):
    data = json.loads(event)
    number = data.get('caller') or data.get('ani')
    if not number:
        logging.error('no number in event')
        raise Exception('no number')
    strict = data.get('strict', False) in (True, 'true', '1')
    return decide(number, strict).as_dict()
