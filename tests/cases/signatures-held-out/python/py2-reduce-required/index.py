# -*- coding: utf-8 -*-
import json
import logging

REQUIRED = ['account', 'password']
LOG = logging.getLogger()

def handler(event, context):
    evt = json.loads(event)
    missing = filter(lambda k: not evt.get(k), REQUIRED)
    if len(missing) > 0:
        LOG.warn('missing %s' % ','.join(missing))
        return json.dumps({'code': 1, 'msg': 'missing ' + ','.join(missing)})
    if evt['password'] != '123456':
        return json.dumps({'code': 2, 'msg': u'密码错误'})
    tries = int(evt.get('tries', '0')) + 1
    return json.dumps({'code': 0, 'account': evt['account'], 'tries': tries})
