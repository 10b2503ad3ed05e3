import json
import logging

from voluptuous import All, Length, MultipleInvalid, Optional, Required, Schema

schema = Schema({
    Required('cardNo'): All(str, Length(min=16)),
    Optional('bank', default='ICBC'): str,
})


def handler(event, context):
    try:
        data = schema(json.loads(event))
    except MultipleInvalid as e:
        logging.error('invalid %s', e)
        return {'code': '1001', 'message': str(e)}
    return {'code': '0000', 'bank': data['bank'], 'tail': data['cardNo'][-4:]}
