import json
from functools import singledispatch


@singledispatch
def to_dict(event):
    raise TypeError(type(event))


@to_dict.register
def _(event: dict):
    return event


@to_dict.register(bytes)
def _(event):
    return json.loads(event)


def handler(event, context):
    evt = to_dict(event)
    hotel, nights = evt['hotelId'], int(evt.get('nights') or 1)
    return {'hotel': hotel, 'total': nights * 300, 'note': evt.get('note')}
