import json
import threading
import concurrent.futures as cf

local = threading.local()


def score(evt):
    return int(evt.get('score') or 0)


def region(evt):
    return evt['areaCode'][:4]


def handler(event, context):
    local.evt = json.loads(event)
    with cf.ThreadPoolExecutor(2) as pool:
        a = pool.submit(score, local.evt)
        b = pool.submit(region, local.evt)
        result = {'score': a.result(timeout=1), 'region': b.result(timeout=1)}
    if result['score'] < 60:
        result['advice'] = local.evt.get('advice', '人工')
    return result
