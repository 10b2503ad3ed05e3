# -*- coding: utf-8 -*-
import json
import logging
import ConfigParser
import StringIO

CONF = """
[ivr]
default_skill = 0
"""


class Router:
    def __init__(self, conf):
        parser = ConfigParser.ConfigParser()
        parser.readfp(StringIO.StringIO(conf))
        self.default = parser.get('ivr', 'default_skill')

    def route(self, req):
        if not req.has_key('dtmf'):
            raise KeyError('dtmf')
        key = req['dtmf']
        table = {'1': u'售前', '2': u'售后', '0': u'人工'}
        return table.get(key, self.default)


def handler(event, context):
    logger = logging.getLogger()
    try:
        req = json.loads(event)
        skill = Router(CONF).route(req)
        logger.info('tenant=%s skill=%s', req.get('tenant', 't0'), skill)
        return json.dumps({'ret': 0, 'skill': skill})
    except KeyError, e:
        logger.error('missing %s', e)
        return json.dumps({'ret': 1, 'err': str(e)})
