import json
import hashlib
import requests


def sign(params, secret):
    keys = sorted(params.keys())
    raw = secret + ''.join(k + str(params[k]) for k in keys) + secret
    return hashlib.md5(raw.encode('utf-8')).hexdigest().upper()


def handler(event, context):
    params = json.loads(event)
    if not params.get('method'):
        return {'ok': 0, 'err': 'method 为空'}
    s = sign(params, 'test-secret')
    r = requests.get('http://gw.example.com/', params={'m': params['method'], 'sign': s})
    return {'ok': 1, 'status': r.json()['status']}
