import json

import lib


class Settings:
    ready = False


def check():
    lib.load(Settings)
    if not Settings.ready:
        raise RuntimeError('not ready')


def handler(event, context):
    evt = json.loads(event)
    if 'ping' in evt:
        return {'pong': True}
    check()
    return {'city': evt['city']}
