# -*- coding: utf-8 -*-
import json
import logging
import pymysql
import os

logger = logging.getLogger()

HOST = os.environ.get('DB_HOST', '127.0.0.1')


def get_conn():
    return pymysql.connect(host=HOST, user=os.environ.get('DB_USER'), password=os.environ.get('DB_PWD'), db='crm')


def query_level(caller):
    conn = get_conn()
    try:
        with conn.cursor() as cur:
            cur.execute('select level from member where mobile=%s', (caller,))
            row = cur.fetchone()
            return row[0] if row else None
    finally:
        conn.close()


def handler(event, context):
    logger.info('event: %s', event)
    evt = json.loads(event)
    caller = evt.get('caller')
    if not caller:
        return json.dumps({'skillGroup': '', 'error': 'caller missing'})
    level = query_level(caller)
    group = 'VIP' if level in ('gold', 'diamond') else evt.get('defaultGroup', 'NORMAL')
    return json.dumps({'skillGroup': group, 'level': level or 'none'})
