import json


class Action:
    known = {}

    def __init_subclass__(cls, key='', **more):
        super().__init_subclass__(**more)
        Action.known[key] = cls

    def __init__(self, evt):
        self.evt = evt


class Balance(Action, key='1'):
    def run(self):
        return {'account': self.evt['account']}


def handler(event, context):
    evt = json.loads(event)
    action = Action.known.get(evt.get('key', '1'))
    if action is None:
        return {'error': 'key'}
    return action(evt).run()
