from dao.order_dao import OrderQuery


class BizException(Exception):
    def __init__(self, code, message):
        super(BizException, self).__init__(message)
        self.code = code
        self.message = message


class OrderService(object):

    def __init__(self, order_dao):
        self._order_dao = order_dao

    def handle(self, params):
        try:
            query = self._build_query(params)
            order = self._order_dao.select_one(query)
            if order is None:
                raise BizException('ORDER_NOT_FOUND', 'order not found')
            return {'success': True, 'status': order['status'], 'amount': order['amount']}
        except BizException as e:
            return {'success': False, 'errorCode': e.code, 'errorMessage': e.message}

    def _build_query(self, params):
        query = OrderQuery()
        query.order_no = params.get('orderNo')
        query.mobile = params.get('mobile')
        query.tenant = params.get('tenantId', 'default')
        if not query.order_no and not query.mobile:
            raise BizException('PARAM_ERROR', 'orderNo or mobile is required')
        return query
