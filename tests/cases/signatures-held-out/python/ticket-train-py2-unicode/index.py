# -*- coding: utf-8 -*-
import json
import urllib
import urllib2
import logging

STATIONS = {u'北京': 'BJP', u'上海': 'SHH', u'杭州': 'HZH'}


def code_of(name):
    if isinstance(name, str):
        name = name.decode('utf-8')
    return STATIONS.get(name, None)


def handler(event, context):
    logging.getLogger().info(event)
    params = json.loads(event, encoding='utf-8')
    from_code = code_of(params.get('from', u'杭州'))
    to_code = code_of(params['to'])
    if from_code is None or to_code is None:
        return json.dumps({'errcode': 1, 'errmsg': u'站点不支持'})
    qs = urllib.urlencode([('f', from_code), ('t', to_code), ('d', params.get('date', ''))])
    res = json.loads(urllib2.urlopen('http://ticket.example.com/q?' + qs, timeout=5).read())
    seats = res.get('data', {}).get('seats', [])
    lines = []
    for s in seats[:3]:
        lines.append(u'%s次，余票%d张' % (s['no'], s['left']))
    return json.dumps({'errcode': 0, 'errmsg': '', 'speech': u'；'.join(lines)})
