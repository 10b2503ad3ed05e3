import json

import lib


def handler(event, context):
    evt = json.loads(event)

    def done():
        return evt['lang']

    lib.callbacks['done'] = done
    lib.run()
    return {'city': evt['city']}
