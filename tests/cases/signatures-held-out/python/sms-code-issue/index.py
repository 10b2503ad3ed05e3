import json
import random
import redis
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

pool = redis.ConnectionPool(host='r-xxx.redis.rds.aliyuncs.com', port=6379)


def send(phone, code, sign):
    client = AcsClient('testak', 'testsk', 'cn-hangzhou')
    req = CommonRequest()
    req.set_domain('dysmsapi.aliyuncs.com')
    req.set_action_name('SendSms')
    req.add_query_param('PhoneNumbers', phone)
    req.add_query_param('SignName', sign)
    req.add_query_param('TemplateParam', json.dumps({'code': code}))
    return client.do_action_with_exception(req)


def main(event, context):
    data = json.loads(event)
    phone = data['phone']
    sign = data.get('signName') or '某某客服'
    length = int(data.get('length', 6))
    r = redis.Redis(connection_pool=pool)
    if r.get('lock:' + phone):
        return {'sent': False, 'reason': 'too many'}
    code = ''.join(random.choice('0123456789') for _ in range(length))
    send(phone, code, sign)
    r.setex('code:' + phone, 300, code)
    r.setex('lock:' + phone, 60, '1')
    return {'sent': True, 'reason': ''}
