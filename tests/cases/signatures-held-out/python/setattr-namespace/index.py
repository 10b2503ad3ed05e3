import json
from types import SimpleNamespace


def handler(event, context):
    req = json.loads(event, object_hook=lambda d: SimpleNamespace(**d))
    dept = getattr(req, 'dept', 'sales')
    person = req.person
    return {'ext': {'sales': '8001', 'tech': '8002'}.get(dept, '8000'), 'person': person}
