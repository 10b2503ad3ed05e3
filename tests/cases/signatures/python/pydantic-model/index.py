import json
from typing import Optional
from pydantic import BaseModel, Field

class Order(BaseModel):
    item: str
    count: int = 1
    note: Optional[str] = None
    shop: str = Field(..., alias='shopId')

def handler(event, context):
    order = Order.parse_raw(event)
    return {'item': order.item, 'shop': order.shop}
