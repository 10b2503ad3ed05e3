import json

def handler(event, context):
    evt = json.loads(event)
    region = evt.get('region')
    if region is None:
        region = 'cn-hangzhou'
    return {'region': region}
