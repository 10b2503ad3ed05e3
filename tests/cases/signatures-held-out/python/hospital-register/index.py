import json
import re
from datetime import date

import requests

HIS = 'http://his.example.internal/api'


class HisError(Exception):
    pass


def call_his(path, **params):
    resp = requests.get(HIS + path, params=params, timeout=4)
    if resp.status_code != 200:
        raise HisError('his %d' % resp.status_code)
    return resp.json()


def check_id_card(id_card):
    if not re.match(r'^\d{17}[\dXx]$', id_card):
        raise ValueError('身份证号码格式不正确')


def handler(event, context):
    req = json.loads(event)
    id_card = req.get('idCard', '').upper()
    try:
        check_id_card(id_card)
        dept = req['deptCode']
        day = req.get('visitDate') or date.today().isoformat()
        period = {'1': 'AM', '2': 'PM'}.get(req.get('period'), 'AM')
        data = call_his('/register', idCard=id_card, dept=dept, day=day, period=period)
    except (ValueError, KeyError) as e:
        return {'result': 'fail', 'msg': str(e)}
    except HisError as e:
        return {'result': 'fail', 'msg': '挂号系统繁忙'}
    return {'result': 'success', 'no': data['no'], 'msg': ''}
