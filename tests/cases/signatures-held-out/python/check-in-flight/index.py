# -*- coding: utf-8 -*-
import json
import re
import redis

r = redis.Redis(host='localhost')


class CheckinError(Exception):
    def __init__(self, code, text):
        super(CheckinError, self).__init__(text)
        self.code = code
        self.text = text


def parse(evt):
    flight = evt.get('flightNo', '').upper()
    if not re.match(r'^[A-Z0-9]{2}\d{3,4}$', flight):
        raise CheckinError('E01', '航班号错误')
    cert = evt.get('certNo')
    if not cert:
        raise CheckinError('E02', '证件号缺失')
    return flight, cert, evt.get('seat', 'aisle')


def handler(event, context):
    try:
        flight, cert, seat = parse(json.loads(event))
        if r.exists('checkin:%s:%s' % (flight, cert)):
            raise CheckinError('E03', '已值机')
        r.set('checkin:%s:%s' % (flight, cert), seat)
        return {'result': 'ok', 'seat': seat}
    except CheckinError as e:
        return {'result': 'error', 'code': e.code, 'text': e.text}
