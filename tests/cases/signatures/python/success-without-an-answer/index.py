import json

import lib


def handler(event, context):
    evt = json.loads(event)
    if not evt.get('to'):
        return None
    lib.send(evt['to'])
