import json
from lib.orders import total

def handler(event, context):
    return {'total': total(json.loads(event))}
