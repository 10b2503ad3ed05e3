import json
import hmac
import hashlib
import os
import time
import requests

APP_KEY = os.environ.get('APP_KEY', 'test-key')
SECRET = os.environ.get('APP_SECRET', 'test-secret')


def sign(params):
    text = '&'.join(f'{k}={params[k]}' for k in sorted(params))
    return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


def verify(name, id_number, phone):
    params = {'name': name, 'idNumber': id_number, 'appKey': APP_KEY, 'ts': str(int(time.time()))}
    if phone:
        params['phone'] = phone
    params['sign'] = sign(params)
    return requests.post('https://verify.example.com', data=params, timeout=3).json()


def handler(event, context):
    evt = json.loads(event)
    name = evt.get('name')
    id_number = evt.get('idNumber')
    if None in (name, id_number):
        return {'verified': None, 'error': 'name and idNumber are both needed'}
    res = verify(name, id_number, evt.get('phone'))
    return {'verified': res.get('code') == '0', 'error': None}
