import json
from itertools import chain


def phone_problem(evt):
    phone = evt.get('phone')
    if not phone:
        yield 'phone'


def day_problem(evt):
    if evt.get('day') not in ('today', 'tomorrow'):
        yield 'day'


def problems(evt):
    return list(chain(phone_problem(evt), day_problem(evt)))


def handler(event, context):
    evt = json.loads(event)
    wrong = problems(evt)
    if wrong:
        return {'code': 400, 'fields': ','.join(wrong)}
    return {'code': 200, 'slot': evt['day'] + ' ' + evt.get('time', '09:00')}
