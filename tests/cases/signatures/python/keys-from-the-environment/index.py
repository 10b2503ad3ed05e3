import json
import os

FIELD = os.environ['FIELD']

def handler(event, context):
    return {'v': json.loads(event)[FIELD]}
