import json
from dataclasses import dataclass
from typing import Any, Callable


@dataclass(frozen=True)
class Ok:
    value: Any

    def then(self, f: Callable) -> 'Ok | Err':
        return f(self.value)


@dataclass(frozen=True)
class Err:
    reason: str

    def then(self, f: Callable) -> 'Err':
        return self


def parse(event):
    try:
        return Ok(json.loads(event))
    except ValueError:
        return Err('not json')


def check(evt):
    return Ok(evt) if evt.get('vin') else Err('vin is empty')


def quote(evt):
    base = 800 if evt.get('usage', 'private') == 'private' else 1200
    return Ok({'vin': evt['vin'], 'premium': base})


def handler(event, context):
    result = parse(event).then(check).then(quote)
    if isinstance(result, Err):
        return {'error': result.reason}
    return result.value
