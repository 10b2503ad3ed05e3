import json
import logging

logger = logging.getLogger()


def query_order(params):
    order_no = params.get('orderNo')
    if not order_no:
        raise ValueError('orderNo 不能为空')
    return {'orderNo': order_no, 'status': '已发货'}


def cancel_order(params):
    if 'orderNo' not in params:
        raise ValueError('orderNo 不能为空')
    reason = params.get('reason') or '客户取消'
    logger.info('cancel %s because %s', params['orderNo'], reason)
    return {'cancelled': True}


def query_balance(params):
    return {'balance': '100.00', 'currency': params.get('currency', 'CNY')}


ACTIONS = {
    'query': query_order,
    'cancel': cancel_order,
    'balance': query_balance,
}


def handler(event, context):
    params = json.loads(event)
    action = params.get('action')
    func = ACTIONS.get(action)
    if func is None:
        return {'code': 404, 'error': 'unknown action %s' % action}
    try:
        return func(params)
    except ValueError as e:
        return {'code': 400, 'error': str(e)}
