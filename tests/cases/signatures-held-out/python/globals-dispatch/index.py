import json


def query(evt):
    return {'order': evt['orderNo']}


def handler(event, context):
    evt = json.loads(event)
    func = globals().get(evt['func'])
    return func(evt)
