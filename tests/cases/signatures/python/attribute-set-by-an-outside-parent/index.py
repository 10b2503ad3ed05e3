import json

import lib


class Task(lib.Base):
    connection = None

    def __init__(self):
        super().__init__()
        self.row = None

    def run(self, evt):
        if 'ping' in evt:
            return {'pong': True}
        self.prepare()
        return {'count': self.connection.count(), 'row': self.row.id, 'city': evt['city']}


def handler(event, context):
    return Task().run(json.loads(event))
