import json


class Registry(type):
    handlers = {}

    def __new__(mcs, name, bases, attrs):
        cls = super().__new__(mcs, name, bases, attrs)
        if attrs.get('key'):
            mcs.handlers[attrs['key']] = cls
        return cls


class Base(metaclass=Registry):
    key = None

    def __init__(self, evt):
        self.evt = evt


class Balance(Base):
    key = '1'

    def run(self):
        return {'speech': '余额%s元' % 100, 'account': self.evt['account']}


class Points(Base):
    key = '2'

    def run(self):
        return {'speech': '积分%s' % 20, 'member': self.evt.get('member', 'none')}


def handler(event, context):
    evt = json.loads(event)
    cls = Registry.handlers.get(evt.get('dtmf', '1'))
    if cls is None:
        return {'error': 'unknown key'}
    return cls(evt).run()
