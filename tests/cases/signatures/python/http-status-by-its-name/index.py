import json
from http import HTTPStatus


def handler(event, context):
    evt = json.loads(event)
    if not evt.get('to'):
        return {'statusCode': HTTPStatus.BAD_REQUEST, 'body': ''}
    if not evt.get('text'):
        return {'statusCode': HTTPStatus.UNPROCESSABLE_ENTITY.value, 'body': ''}
    return {'statusCode': HTTPStatus.OK, 'body': evt['to'] + evt['text']}
