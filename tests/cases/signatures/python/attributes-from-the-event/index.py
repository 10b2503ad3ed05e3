import json


class Request:
    def __init__(self, evt):
        self.__dict__.update(evt)


def handler(event, context):
    request = Request(json.loads(event))
    return {'id': request.id, 'lang': getattr(request, 'lang', 'zh')}
