import json


class Order:
    def __init__(self, number, shop='main'):
        self.number = number
        self.shop = shop

    @classmethod
    def of(cls, evt):
        return cls(evt['number'], evt.get('shop', 'main'))


def handler(event, context):
    order = Order.of(json.loads(event))
    return {'number': order.number, 'shop': order.shop}
