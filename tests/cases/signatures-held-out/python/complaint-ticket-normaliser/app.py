import json
from params import normalise, ParamError
from tickets import create


def handler(event, context):
    try:
        params = normalise(event)
    except ParamError as exc:
        return {'errorCode': 'BadParam', 'errorMsg': str(exc)}
    ticket = create(params['phone'], params['category'], params['content'], urgent=params['urgent'])
    return {'ticketNo': ticket, 'errorCode': '', 'errorMsg': ''}
