import json

def handler(event, context):
    evt = json.loads(event)
    n = int(evt['n'])
    f = float(evt.get('f', '0.5'))
    return {'sum': n + f}
