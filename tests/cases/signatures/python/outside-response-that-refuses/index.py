import json

from lib import Response


def handler(event, context):
    evt = json.loads(event)
    response = Response()
    if not evt.get('to'):
        response.set_status(400)
        return response
    if not evt.get('text'):
        response.status_code = 422
        return response
    return {'sent': evt['to'] + evt['text']}
