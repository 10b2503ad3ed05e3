import pymysql.cursors


class OrderQuery(object):
    order_no = None
    mobile = None
    tenant = None


class OrderDao(object):
    SQL = 'SELECT status, amount FROM t_order WHERE tenant = %s AND '

    def select_one(self, query):
        conn = pymysql.connect(host='rm-test', cursorclass=pymysql.cursors.DictCursor)
        with conn.cursor() as cursor:
            if query.order_no:
                cursor.execute(self.SQL + 'order_no = %s', (query.tenant, query.order_no))
            else:
                cursor.execute(self.SQL + 'mobile = %s', (query.tenant, query.mobile))
            return cursor.fetchone()
