import json
from functools import partial
from operator import itemgetter


def pick(source, name, fallback=None):
    value = source.get(name)
    return fallback if value in (None, '') else value


def handler(event, context):
    evt = json.loads(event)
    read = partial(pick, evt)
    start, end = itemgetter('start', 'end')(evt)
    product = read('product', '全部')
    sort = read('sort')
    days = int(end) - int(start)
    return {'days': days, 'product': product, 'sort': sort}
