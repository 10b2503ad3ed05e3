import json


def handler(event, context):
    evt = json.loads(event)
    try:
        code = evt['pickupCode']
    except KeyError:
        return {'result': 'FAIL', 'message': '取件码为空'}
    try:
        cabinet = evt['cabinet']
    except KeyError:
        cabinet = 'A'
    try:
        retry = int(evt['retry'])
    except (KeyError, ValueError):
        retry = 0
    if retry >= 3:
        return {'result': 'FAIL', 'message': '错误次数过多'}
    if not code.isdigit() or len(code) != 6:
        return {'result': 'FAIL', 'message': '取件码错误'}
    return {'result': 'SUCCESS', 'message': f'{cabinet}柜已打开'}
