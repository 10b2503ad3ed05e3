import functools
import json


class Request:
    def __init__(self, event):
        self.event = event

    @functools.cached_property
    def params(self):
        return json.loads(self.event)


def handler(event, context):
    request = Request(event)
    return {'id': request.params['id'], 'lang': request.params.get('lang', 'zh')}
