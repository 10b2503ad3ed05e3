import functools
import json


class Param(object):
    def __init__(self, name, required=False, default=None):
        self.name = name
        self.required = required
        self.default = default


def endpoint(*params):
    def wrap(func):
        @functools.wraps(func)
        def inner(event, context):
            data = json.loads(event)
            kwargs = {}
            for p in params:
                value = data.get(p.name, p.default)
                if p.required and not value:
                    return {'error': 'missing ' + p.name}
                kwargs[p.name] = value
            return func(**kwargs)
        return inner
    return wrap
