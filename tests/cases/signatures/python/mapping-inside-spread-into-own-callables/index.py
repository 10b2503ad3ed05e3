import json
from collections import namedtuple
from dataclasses import dataclass

from pydantic import BaseModel


def book(city, day='today'):
    return city + day


@dataclass
class Order:
    no: str


Pair = namedtuple('Pair', 'first second')


class Person(BaseModel):
    name: str


def handler(event, context):
    evt = json.loads(event)
    if 'ping' in evt:
        return {'pong': True}
    return {
        'booked': book(**evt['trip']),
        'no': Order(**evt['order']).no,
        'first': Pair(**evt['pair']).first,
        'name': Person(**evt['person']).name,
        'lang': evt.get('lang', 'zh'),
    }
