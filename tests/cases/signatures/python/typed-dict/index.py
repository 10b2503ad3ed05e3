import json
from typing import TypedDict

class Order(TypedDict):
    item: str
    count: int

def handler(event, context):
    order: Order = json.loads(event)
    return {'item': order['item'], 'n': order.get('count', 1)}
