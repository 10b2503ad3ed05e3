import copy
import json
import logging


def mask(evt):
    shown = copy.deepcopy(evt)
    for key in ('idCard', 'phone'):
        if key in shown:
            shown[key] = shown[key][:3] + '****'
    return shown


def handler(event, context):
    evt = json.loads(event)
    logging.info('request: %s', json.dumps(mask(evt)))
    name = evt['name']
    return {'hello': name}
