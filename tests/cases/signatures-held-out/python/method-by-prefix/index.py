import json


class Service:
    def __init__(self, evt):
        self.evt = evt

    def do_query(self):
        return {'status': 'ok', 'order': self.evt['orderNo']}

    def do_cancel(self):
        return {'status': 'ok', 'reason': self.evt.get('reason', '')}

    def unknown(self):
        return {'status': 'error', 'error': 'unknown action'}

    def run(self):
        method = getattr(self, 'do_' + self.evt.get('action', 'query'), self.unknown)
        return method()


def handler(event, context):
    return Service(json.loads(event)).run()
