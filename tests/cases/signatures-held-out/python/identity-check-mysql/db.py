import pymysql


class Database(object):
    def __init__(self, host):
        self.conn = pymysql.connect(host=host, user='ivr', password='', db='crm')

    def query_one(self, sql, *args):
        with self.conn.cursor() as cursor:
            cursor.execute(sql, args)
            return cursor.fetchone()
