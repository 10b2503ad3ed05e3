import pymysql


def last_bill(account):
    return bill_of(account, None)


def bill_of(account, month):
    conn = pymysql.connect(host='test')
    return conn.query(account, month)
