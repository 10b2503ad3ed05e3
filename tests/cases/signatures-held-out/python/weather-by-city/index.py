# -*- coding: utf-8 -*-
import json
import logging
import urllib.parse
import urllib.request

logger = logging.getLogger()
URL = 'http://weather.example.com/now?city='


def query(city):
    with urllib.request.urlopen(URL + urllib.parse.quote(city), timeout=2) as resp:
        return json.loads(resp.read().decode('utf-8'))


def handler(event, context):
    evt = json.loads(event)
    city = (evt.get('city') or '杭州').strip()
    days = min(int(evt.get('days', 1)), 3)
    try:
        data = query(city)
    except Exception as err:
        logger.error('query failed %s', err)
        return {'success': False, 'text': '天气服务暂不可用'}
    text = '%s今天%s，%s度' % (city, data['weather'], data['temp'])
    return {'success': True, 'text': text, 'days': days}
