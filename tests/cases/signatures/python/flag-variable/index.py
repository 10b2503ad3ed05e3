import json

def handler(event, context):
    evt = json.loads(event)
    ok = True
    for name in ['u', 'v']:
        if name not in evt:
            ok = False
    if not ok:
        raise ValueError('incomplete')
    return 'ok'
