import json

HEADERS = {'Content-Type': 'application/json'}


class Response:
    def __init__(self, status, body):
        self.status = status
        self.body = body

    def to_dict(self):
        return {'statusCode': self.status, 'headers': HEADERS, 'body': json.dumps(self.body, ensure_ascii=False)}


def make_response(status, **body):
    return Response(status, body).to_dict()


def handler(event, context):
    try:
        evt = json.loads(event)
    except json.JSONDecodeError:
        return make_response(400, error='not json')
    store = evt.get('storeId')
    if not isinstance(store, str) or not store.isdigit():
        return make_response(400, error='storeId')
    return make_response(200, store=store, open='9:00', close=evt.get('season') == 'summer' and '22:00' or '21:00')
