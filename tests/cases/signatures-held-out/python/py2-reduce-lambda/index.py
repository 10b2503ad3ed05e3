# -*- coding: utf-8 -*-
import json

CHECKS = [
    lambda e: None if e.get('cardNo') else u'卡号不能为空',
    lambda e: None if len(e.get('password', '')) == 6 else u'密码必须为6位',
]


def first_error(evt):
    return reduce(lambda acc, check: acc or check(evt), CHECKS, None)


def handler(event, context):
    evt = json.loads(event)
    error = first_error(evt)
    if error:
        return json.dumps({'retcode': '1', 'retmsg': error})
    print 'card', evt['cardNo'][-4:]
    return json.dumps({'retcode': '0', 'retmsg': '', 'channel': evt.get('channel', 'tel')})
