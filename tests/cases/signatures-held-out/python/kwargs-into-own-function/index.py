import json
import datetime


def appointment(phone, date, slot='am', note=None, **extra):
    """预约回访"""
    when = datetime.datetime.strptime(date, '%Y-%m-%d')
    if when.weekday() >= 5:
        return {'booked': False, 'reason': '周末不可预约'}
    return {'booked': True, 'when': date + ' ' + slot, 'phone': phone}


def handler(event, context):
    evt = json.loads(event)
    return appointment(**evt)
