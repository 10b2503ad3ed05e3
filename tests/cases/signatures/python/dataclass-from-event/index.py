import json
from dataclasses import dataclass

@dataclass
class Order:
    item: str
    count: int = 1

def handler(event, context):
    order = Order(**json.loads(event))
    return {'item': order.item, 'count': order.count}
