import json
import requests


class Query(object):
    def __init__(self, table):
        self.table = table
        self.where = []
        self.args = []
        self.max = 10

    def eq(self, column, value):
        if value is not None and value != '':
            self.where.append(column + '=%s')
            self.args.append(value)
        return self

    def limit(self, n):
        self.max = int(n)
        return self

    def fetch(self):
        sql = 'select * from %s where %s limit %d' % (self.table, ' and '.join(self.where) or '1=1', self.max)
        return requests.post('http://sql.example.com', json={'sql': sql, 'args': self.args}).json()


def handler(event, context):
    evt = json.loads(event)
    rows = (
        Query('policy')
        .eq('holder', evt['holderId'])
        .eq('state', evt.get('state'))
        .limit(evt.get('limit', 3))
        .fetch()
    )
    return {'count': len(rows), 'first': rows[0]['no'] if rows else ''}
