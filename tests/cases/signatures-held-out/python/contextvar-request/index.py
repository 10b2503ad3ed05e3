import json
from contextvars import ContextVar

request = ContextVar('request')


def param(name, default=None):
    return request.get().get(name, default)


def lookup():
    phone = param('phone')
    if not phone:
        raise ValueError('phone missing')
    return {'region': '浙江' if phone.startswith('1390571') else '其他', 'lang': param('lang', 'zh')}


def handler(event, context):
    request.set(json.loads(event))
    try:
        return lookup()
    except ValueError as e:
        return {'error': str(e)}
