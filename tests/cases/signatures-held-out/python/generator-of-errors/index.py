import json


def problems(evt):
    if 'phone' not in evt:
        yield 'phone 缺失'
    elif len(evt['phone']) != 11:
        yield 'phone 长度错误'
    if not evt.get('agree') in ('1', 1, True):
        yield '需要同意'
    if evt.get('birthday') and len(evt['birthday']) != 8:
        yield 'birthday 格式错误'


def handler(event, context):
    evt = json.loads(event)
    errors = list(problems(evt))
    if errors:
        return {'ok': False, 'errors': errors}
    return {'ok': True}
