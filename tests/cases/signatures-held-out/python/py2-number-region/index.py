# -*- coding: utf-8 -*-
import json
import logging
import urllib2

API = 'http://example.com/phone?num=%s'
logger = logging.getLogger()


def fetch(num):
    try:
        resp = urllib2.urlopen(API % num, timeout=3)
        return json.loads(resp.read())
    except urllib2.URLError, e:
        logger.error('fetch failed: %s', e)
        return None


def handler(event, context):
    evt = json.loads(event)
    num = evt['phone']
    print 'number is', num
    if evt.has_key('debug'):
        logger.setLevel(logging.DEBUG)
    data = fetch(num)
    if not data:
        return u'未知'.encode('utf-8')
    return (data['province'] + data['city']).encode('utf-8')
