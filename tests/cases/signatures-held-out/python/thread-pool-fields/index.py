import json
from concurrent.futures import ThreadPoolExecutor


def balance(account):
    return '10.00'


def bill(account, month):
    return {'month': month, 'total': '5.00'}


def handler(event, context):
    evt = json.loads(event)
    account = evt['account']
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(balance, account)
        second = pool.submit(bill, account, evt.get('month', '202401'))
    return {'balance': first.result(), 'bill': second.result()}
