import json
from enum import Enum
from typing import Optional, TypedDict


class Reason(str, Enum):
    CHANGE = '1'
    DELAY = '2'
    OTHER = '9'


class Answer(TypedDict, total=False):
    accepted: bool
    fee: float
    message: str


RATES = {Reason.CHANGE: 0.1, Reason.DELAY: 0.0, Reason.OTHER: 0.3}


def parse_reason(raw: Optional[str]) -> Reason:
    try:
        return Reason(raw)
    except ValueError:
        return Reason.OTHER


def handler(event, context) -> Answer:
    evt = json.loads(event)
    reason = parse_reason(evt.get('reason'))
    price = float(evt['price'])
    if price <= 0:
        return {'accepted': False, 'message': 'price must be positive'}
    fee = round(price * RATES[reason], 2)
    answer: Answer = {'accepted': True, 'fee': fee}
    if evt.get('voice'):
        answer['message'] = f'退票手续费{fee}元'
    return answer
