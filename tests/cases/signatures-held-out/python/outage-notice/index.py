import json
import os

BASE = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(BASE, 'outage.json'), encoding='utf-8') as fp:
    OUTAGES = json.load(fp)


def handler(event, context):
    e = json.loads(event)
    area = e.get('areaCode', None)
    if area is None or area == '':
        return 'error: areaCode不能为空'
    outage = OUTAGES.get(area)
    if outage is None:
        return '您所在区域没有停电计划'
    text = outage['reason'] + '，预计' + outage['recover'] + '恢复供电'
    if e.get('lang') == 'en':
        text = 'Power is expected back at ' + outage['recover']
    return text
