import json
import smslib

def handler(event, context):
    return smslib.send(**json.loads(event))
