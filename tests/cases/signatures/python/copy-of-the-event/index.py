import copy
import json

def handler(event, context):
    evt = copy.deepcopy(json.loads(event))
    other = dict(evt)
    other['x'] = 1
    return {'a': evt['a'], 'b': other['b'], 'x': other['x']}
