# -*- coding: utf-8 -*-
import json
import MySQLdb
import os

def get_conn():
    return MySQLdb.connect(os.environ['HOST'], 'ivr', '', 'crm', charset='utf8')

def handler(event, context):
    evt = json.loads(event)
    phone = evt.get('phone', None)
    if phone is None or len(phone) < 7:
        return 'ERROR'
    conn = get_conn()
    cur = conn.cursor()
    try:
        cur.execute("select name, level from member where phone = %s", (phone,))
        row = cur.fetchone()
    finally:
        cur.close()
        conn.close()
    if not row:
        return 'NONE'
    name, level = row
    print "member %s level %d" % (name, level)
    return '%s|%s' % (name.encode('utf8'), level)
