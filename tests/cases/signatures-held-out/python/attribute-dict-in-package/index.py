import json

from attrdict import AttrDict


def handler(event, context):
    req = AttrDict(json.loads(event))
    if not req.cardNo:
        raise ValueError('cardNo')
    channel = req.channel or 'ivr'
    return {'tail': req.cardNo[-4:], 'channel': channel}
