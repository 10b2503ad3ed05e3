import json


class Text:
    def __init__(self, key, default=None, required=False):
        self.key, self.default, self.required = key, default, required

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        value = instance.raw.get(self.key, self.default)
        if self.required and not value:
            raise ValueError(f'{self.key} is required')
        return value


class ParkingRequest:
    plate = Text('plateNo', required=True)
    lot = Text('lotId', default='P1')
    coupon = Text('couponCode')

    def __init__(self, raw):
        self.raw = raw


def handler(event, context):
    request = ParkingRequest(json.loads(event))
    fee = 5 if request.coupon else 10
    return {'plate': request.plate, 'lot': request.lot, 'fee': fee}
