import json
import logging
import os

from db import Database

log = logging.getLogger(__name__)
db = None


def initializer(context):
    global db
    db = Database(os.environ.get('DB_HOST', 'localhost'))


def _get_db():
    global db
    if db is None:
        initializer(None)
    return db


def handler(event, context):
    try:
        params = json.loads(event)
        id_number = params.get('idNumber')
        if not id_number:
            return {'success': False, 'message': '缺少证件号'}
        phone = params.get('callerNumber', '')
        row = _get_db().query_one('select * from customer where id_no like %s', '%' + id_number[-6:])
        if row is None:
            log.warning('no such customer, caller=%s', phone)
            return {'success': True, 'verified': False, 'name': ''}
        return {'success': True, 'verified': True, 'name': row['name']}
    except Exception as e:
        log.exception('identity check failed')
        return {'success': False, 'message': str(e)}
