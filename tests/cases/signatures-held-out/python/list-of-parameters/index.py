import json


def to_map(items):
    """CCC 有时候传 [{key, value}] 列表"""
    result = {}
    for item in items:
        result[item['key']] = item['value']
    return result


def handler(event, context):
    evt = json.loads(event)
    params = to_map(evt['parameters'])
    name = params.get('name', '')
    age = params.get('age')
    if age is None:
        raise ValueError('age')
    return {'name': name, 'adult': int(age) >= 18}
