import json
from checks import require

def handler(event, context):
    evt = json.loads(event)
    require(evt, 'to', 'code')
    return 'ok'
