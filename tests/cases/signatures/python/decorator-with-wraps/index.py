import functools
import json

def with_json(function):
    @functools.wraps(function)
    def inner(event, context):
        return function(json.loads(event), context)
    return inner

@with_json
def handler(event, context):
    return event['name']
