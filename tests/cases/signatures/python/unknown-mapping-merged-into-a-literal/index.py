import json

import lib


def handler(event, context):
    evt = json.loads(event)
    if 'ping' in evt:
        return {'pong': True}
    settings = {'url': None}
    settings.update(evt['settings'])
    loaded = {'url': None, **lib.load()}
    return {'url': settings['url'].strip() + loaded['url'].strip(), 'city': evt['city']}
