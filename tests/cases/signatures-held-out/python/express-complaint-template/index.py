import abc
import json
import logging


class BaseHandler(object):
    __metaclass__ = abc.ABCMeta
    log = logging.getLogger('base')

    def __call__(self, event, context):
        self.params = json.loads(event)
        self.log.info('params=%s', self.params)
        error = self.validate()
        if error:
            return self.reply(1, error)
        return self.reply(0, 'success', **self.process())

    def get(self, key, default=None):
        value = self.params.get(key)
        return default if value in (None, '') else value

    def validate(self):
        return None

    def process(self):
        raise NotImplementedError

    def reply(self, code, msg, **extra):
        return dict(extra, code=code, msg=msg)


class ComplaintHandler(BaseHandler):
    def validate(self):
        if not self.get('waybill'):
            return '运单号缺失'
        if not self.get('type'):
            return '投诉类型缺失'
        return None

    def process(self):
        level = int(self.get('level', 3))
        return {'no': 'C' + self.get('waybill'), 'hours': {1: 2, 2: 12}.get(level, 48)}


handler = ComplaintHandler()
