# -*- coding: utf-8 -*-
import json
import logging

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CODES = '10X98765432'


def check(id_no):
    if len(id_no) != 18:
        return False
    total = sum(int(c) * w for c, w in zip(id_no[:17], WEIGHTS))
    return CODES[total % 11] == id_no[17].upper()


def handler(event, context):
    logger = logging.getLogger()
    evt = json.loads(event)
    id_no = evt.get('idNumber')
    if id_no is None:
        logger.error('idNumber missing')
        raise Exception('idNumber is required')
    name = evt.get('name', '')
    ok = check(id_no)
    print 'check %s -> %s' % (name, ok)
    if ok:
        return json.dumps({'valid': True, 'sex': int(id_no[16]) % 2 and 'M' or 'F'})
    else:
        return json.dumps({'valid': False})
