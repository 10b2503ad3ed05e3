import json
from functools import reduce
from operator import itemgetter
from typing import Callable

Step = Callable[[dict], dict]


def pipe(*steps: Step) -> Step:
    return lambda value: reduce(lambda acc, step: step(acc), steps, value)


def require(*names: str) -> Step:
    def step(evt: dict) -> dict:
        for name in names:
            if not evt.get(name):
                raise ValueError(f'{name} is required')
        return evt
    return step


def with_defaults(**defaults) -> Step:
    return lambda evt: {**defaults, **evt}


def price(evt: dict) -> dict:
    weight = float(evt['weight'])
    return {**evt, 'price': 12 + max(0.0, weight - 1) * 2}


def answer(evt: dict) -> dict:
    sender, cost = itemgetter('sender', 'price')(evt)
    return {'sender': sender, 'price': cost, 'pickup': evt['pickupTime']}


run = pipe(require('sender', 'address'), with_defaults(weight='1', pickupTime='today'), price, answer)


def handler(event, context):
    return run(json.loads(event))
