import json
from common import KEY

def run(event, context):
    return {'v': json.loads(event)[KEY]}
