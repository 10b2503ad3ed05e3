import functools
import json

def requires(*names):
    def decorate(function):
        @functools.wraps(function)
        def inner(event, context):
            evt = json.loads(event)
            for name in names:
                if name not in evt:
                    return {'error': name}
            return function(evt, context)
        return inner
    return decorate

@requires('to', 'code')
def handler(event, context):
    return {'sent': event['to']}
