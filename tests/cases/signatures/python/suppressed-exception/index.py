import json
from contextlib import suppress

def handler(event, context):
    evt = json.loads(event)
    count = 1
    with suppress(KeyError, ValueError):
        count = int(evt['count'])
    return {'count': count}
