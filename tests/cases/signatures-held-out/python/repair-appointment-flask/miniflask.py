import json


class HttpError(Exception):
    def __init__(self, status, msg):
        Exception.__init__(self, msg)
        self.status = status


class Request(object):
    def __init__(self, raw):
        self.params = json.loads(raw)

    def arg(self, name, default=None):
        v = self.params.get(name)
        return default if v is None else v

    def need(self, name):
        v = self.arg(name)
        if v is None:
            raise HttpError(400, 'need ' + name)
        return v


class App(object):
    def __init__(self):
        self.routes = {}

    def route(self, name):
        def deco(f):
            self.routes[name] = f
            return f
        return deco

    def dispatch(self, raw):
        req = Request(raw)
        view = self.routes.get(req.arg('op', 'slots'))
        if view is None:
            return {'status': 404, 'error': 'no such op'}
        try:
            return view(req)
        except HttpError as e:
            return {'status': e.status, 'error': str(e)}
