import json


class Refused(Exception):
    def __init__(self, evt):
        super().__init__('refused')
        self.evt = evt


def check(evt):
    if not evt.get('city'):
        raise Refused(evt)
    return evt['city']


def handler(event, context):
    try:
        return {'city': check(json.loads(event))}
    except Refused as error:
        return {'error': error.evt.get('lang', 'zh')}
