import json

def handler(event, context):
    evt = json.loads(event)
    print evt
    if evt.has_key('code') == False:
        raise ValueError, 'code'
    return evt['code']
