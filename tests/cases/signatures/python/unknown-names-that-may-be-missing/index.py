import json

import lib


def handler(event, context):
    evt = json.loads(event)
    if set(lib.required()) - set(evt):
        return {'code': 400}
    return {'city': evt['city']}
