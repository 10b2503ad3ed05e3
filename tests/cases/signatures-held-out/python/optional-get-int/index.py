import json


def to_int(value, default=0):
    try:
        return int(value)
    except (TypeError, ValueError):
        return default


def handler(event, context):
    evt = json.loads(event)
    page = to_int(evt.get('page'), 1)
    size = to_int(evt.get('size'), 10)
    total = to_int(evt['total'])
    pages = (total + size - 1) // size
    return {'page': min(page, pages), 'pages': pages}
