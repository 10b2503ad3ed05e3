import json
import time
import functools
import requests


def retry(times=3, delay=0.01, exceptions=(Exception,)):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            last = None
            for i in range(times):
                try:
                    return fn(*args, **kwargs)
                except exceptions as exc:
                    last = exc
                    time.sleep(delay * i)
            raise last
        return wrapper
    return deco


@retry(times=2, exceptions=(requests.RequestException,))
def track(waybill, carrier, phone_tail=''):
    resp = requests.get('https://track.example.com/v1/%s/%s' % (carrier, waybill), params={'tail': phone_tail})
    resp.raise_for_status()
    return resp.json()


def handler(event, context):
    evt = json.loads(event)
    waybill = evt.get('waybillNo')
    if not waybill or not waybill.strip():
        return dict(code='4001', msg='运单号为空')
    kwargs = {}
    if 'phoneTail' in evt:
        kwargs['phone_tail'] = evt['phoneTail']
    info = track(waybill, evt.get('carrier', 'auto'), **kwargs)
    return dict(code='0', msg='ok', status=info['status'], city=info.get('city', ''))
