import json

import lib


class Session:
    row = None


def handler(event, context):
    evt = json.loads(event)
    if 'ping' in evt:
        return {'pong': True}
    lib.prepare(Session)
    return {'row': Session.row.id, 'city': evt['city']}
