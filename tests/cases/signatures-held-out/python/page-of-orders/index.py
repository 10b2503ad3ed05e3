import json
import math
import pymysql


def to_int(v, d):
    try:
        return int(v)
    except (TypeError, ValueError):
        return d


def handler(event, context):
    q = json.loads(event)
    member = q['memberId']
    page = to_int(q.get('page'), 1)
    size = to_int(q.get('pageSize'), 5)
    status_list = [s for s in (q.get('status') or '').split(',') if s]
    where = 'member_id=%s'
    args = [member]
    if status_list:
        where += ' and status in (' + ','.join(['%s'] * len(status_list)) + ')'
        args.extend(status_list)
    conn = pymysql.connect(host='h')
    cur = conn.cursor()
    total = cur.execute('select count(*) from orders where ' + where, args)
    cur.execute('select no from orders where ' + where + ' limit %s,%s', args + [(page - 1) * size, size])
    numbers = [r[0] for r in cur.fetchall()]
    return json.dumps({'total': total, 'pages': math.ceil(total / size), 'numbers': numbers})
