import json

def handler(event, context):
    evt = json.loads(event)
    assert evt.get('sign'), 'sign'
    assert 'to' in evt
    return 'ok'
