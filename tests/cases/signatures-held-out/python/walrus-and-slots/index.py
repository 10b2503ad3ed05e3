import json
import logging
import os


class Config:
    __slots__ = ('limit', 'tenant')

    def __init__(self, limit=3, tenant='default'):
        self.limit = limit
        self.tenant = tenant

    @classmethod
    def load(cls, evt):
        return cls(limit=int(evt.get('limit') or os.environ.get('LIMIT') or 3), tenant=evt.get('tenant', 'default'))


def handler(event, context):
    evt = json.loads(event)
    config = Config.load(evt)
    if not (words := evt.get('keywords')):
        logging.warning('nothing to search')
        return {'hits': [], 'tenant': config.tenant}
    if isinstance(words, str):
        words = words.split(',')
    return {'hits': words[:config.limit], 'tenant': config.tenant}
