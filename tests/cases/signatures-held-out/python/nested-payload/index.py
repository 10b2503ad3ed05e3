import json


class BusinessError(Exception):
    code = 500


class BadRequest(BusinessError):
    code = 400


def handler(event, context):
    body = json.loads(event)
    head = body.get('header', {})
    data = body['data']
    trace = head.get('traceId', '-')
    try:
        if not data.get('policyNo'):
            raise BadRequest('policyNo missing')
        insured = data.get('insured', {}).get('name')
        return {'trace': trace, 'policy': data['policyNo'], 'insured': insured}
    except BusinessError as e:
        return {'trace': trace, 'error': str(e), 'code': e.code}
