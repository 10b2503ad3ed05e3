import json
import hashlib
import hmac
import os

SECRET = os.environ.get('SIGN_KEY', 'test-key')


def sign(params):
    text = '&'.join('%s=%s' % (k, params[k]) for k in sorted(params) if k != 'sign')
    return hmac.new(SECRET.encode(), text.encode(), hashlib.md5).hexdigest()


def handler(event, context):
    params = json.loads(event)
    given = params.pop('sign', None)
    if given != sign(params):
        return {'code': 401, 'message': '签名错误'}
    return {'code': 0, 'orderId': params['orderId']}
