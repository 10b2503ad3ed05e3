import json
from datetime import datetime

GREETINGS = [(6, '凌晨好'), (12, '上午好'), (18, '下午好'), (24, '晚上好')]


def greeting(hour):
    for limit, text in GREETINGS:
        if hour < limit:
            return text
    return '您好'


def handler(event, context):
    evt = json.loads(event)
    hour = evt.get('hour')
    hour = datetime.now().hour if hour is None else int(hour)
    title = {'M': '先生', 'F': '女士'}.get(evt.get('sex'), '客户')
    surname = evt.get('surname', '')
    return f'{surname}{title}，{greeting(hour)}'
