import json
from powertools import inject

@inject
def handler(event, context):
    return json.loads(event)['to']
