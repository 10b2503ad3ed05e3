# -*- coding: utf-8 -*-
import json
import MySQLdb
import sys
reload(sys)
sys.setdefaultencoding('utf8')


def query(sql, args):
    db = MySQLdb.connect('localhost', 'test', 'test', 'school', charset='utf8')
    cur = db.cursor()
    cur.execute(sql, args)
    rows = cur.fetchall()
    db.close()
    return rows


def handler(event, context):
    try:
        evt = json.loads(event)
        student = evt['studentNo']
        day = evt.get('day', '')
        if len(day) == 0:
            rows = query('select state from attendance where no=%s order by day desc limit 1', (student,))
        else:
            rows = query('select state from attendance where no=%s and day=%s', (student, day))
        if len(rows) == 0:
            return u'没有考勤记录'.encode('utf-8')
        state = rows[0][0]
        print 'student %s state %s' % (student, state)
        return (u'该学生今日' + unicode(state)).encode('utf-8')
    except Exception as e:
        print e
        return 'error'
