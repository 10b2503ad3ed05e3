import csv
import io
import json
import os

_segments = {}


def _load():
    if _segments:
        return _segments
    path = os.path.join(os.path.dirname(__file__), 'phone.csv')
    with io.open(path, encoding='utf-8') as f:
        for row in csv.reader(f):
            _segments[row[0]] = (row[1], row[2], row[3])
    return _segments


def handler(event, context):
    evt = json.loads(event)
    phone = evt['phone'] if 'phone' in evt else evt['Phone']
    phone = phone[-11:]
    hit = _load().get(phone[:7])
    if not hit:
        return json.dumps({'province': '', 'city': '', 'isp': ''})
    province, city, isp = hit
    return json.dumps({'province': province, 'city': city, 'isp': isp}, ensure_ascii=False)
