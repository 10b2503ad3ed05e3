import json
from types import SimpleNamespace

def handler(event, context):
    request = SimpleNamespace(**json.loads(event))
    return {'to': request.to, 'lang': getattr(request, 'lang')}
