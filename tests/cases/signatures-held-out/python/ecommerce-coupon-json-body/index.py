import json
import logging

from coupons import grant, CouponError

logger = logging.getLogger()


def response(status, **body):
    return {'statusCode': status, 'body': json.dumps(body)}


def handler(event, context):
    try:
        evt = json.loads(event)
    except ValueError:
        return response(400, error='not json')
    user = evt.get('userId')
    template = evt.get('templateId')
    if not (user and template):
        return response(400, error='userId and templateId are required')
    try:
        code = grant(user, template, evt.get('count', 1))
    except CouponError as e:
        logger.exception('grant failed')
        return response(500, error=str(e))
    return response(200, code=code)
