# -*- coding: utf-8 -*-
import json
import sys

reload(sys)
sys.setdefaultencoding('utf-8')

SQL = "update t set state=%(state)s where id=%(id)s"


def handler(event, context):
    print >>sys.stderr, 'start'
    evt = json.loads(event)
    sql = SQL % evt
    if not isinstance(evt.get('memo'), basestring):
        memo = ''
    else:
        memo = evt['memo'].encode('utf-8')
    return json.dumps({'sql': sql, 'memo': memo})
