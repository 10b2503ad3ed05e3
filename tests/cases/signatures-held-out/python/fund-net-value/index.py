import json
import requests


def http_get(url):
    try:
        r = requests.get(url, timeout=2)
        if r.status_code == 200:
            return True, r.json()
        return False, 'http %s' % r.status_code
    except Exception as e:
        return False, str(e)


def handler(event, context):
    args = json.loads(event)
    code = args.get('fundCode')
    if code is None:
        return False
    if len(code) != 6:
        return False
    ok, data = http_get('http://fund.example.com/%s?n=%s' % (code, args.get('days', '1')))
    if not ok:
        return {'ok': 'false', 'error': data}
    return {'ok': 'true', 'value': data['nav'], 'date': data['date']}
