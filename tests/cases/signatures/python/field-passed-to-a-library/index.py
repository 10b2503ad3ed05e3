import json
import smslib

def handler(event, context):
    evt = json.loads(event)
    smslib.send(evt['to'])
    return 'ok'
