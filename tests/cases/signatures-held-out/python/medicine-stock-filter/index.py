import json

STOCK = [
    {'name': '布洛芬', 'store': 's1', 'count': 3},
    {'name': '阿莫西林', 'store': 's2', 'count': 0},
]


def handler(event, context):
    evt = json.loads(event)
    keyword = evt.get('keyword', '').strip()
    if not keyword:
        return {'found': 0, 'speech': '请说出药品名称'}
    rows = [r for r in STOCK if keyword in r['name']]
    store = evt.get('storeId')
    if store:
        rows = [r for r in rows if r['store'] == store]
    if evt.get('onlyInStock') == '1':
        rows = [r for r in rows if r['count'] > 0]
    limit = int(evt.get('limit', 3))
    speech = '，'.join('%s剩余%d' % (r['name'], r['count']) for r in rows[:limit])
    return {'found': len(rows), 'speech': speech or '没有找到'}
