import json


class Endpoint(object):
    def parse(self, raw):
        return raw

    def authorize(self, body):
        return True

    def serve(self, raw):
        body = self.parse(raw)
        if not self.authorize(body):
            return {'error': 'forbidden'}
        return self.run(body)


class JsonMixin(object):
    def parse(self, raw):
        return json.loads(raw)


class AuthMixin(object):
    SECRET = 'test-token'

    def authorize(self, body):
        return body.get('token') == self.SECRET
