import json

def handler(event, context):
    evt = json.loads(event)
    answer = {'phone': evt['phone']}
    answer['region'] = '010'
    return json.dumps(answer, ensure_ascii=False).encode('utf-8')
