# -*- coding: utf-8 -*-
import json
import logging
import urllib
import urllib2

COMPANIES = {u'顺丰': 'SF', u'圆通': 'YTO'}


def handler(event, context):
    logger = logging.getLogger()
    evt = json.loads(event)
    if 'no' not in evt:
        return json.dumps({'ok': False, 'msg': 'no is required'})
    company = evt.get('company', u'顺丰')
    code = COMPANIES.get(company, 'OTHER')
    query = urllib.urlencode({'no': evt['no'], 'com': code})
    try:
        body = urllib2.urlopen('http://track.example.com/?' + query).read()
        data = json.loads(body)
        return json.dumps({'ok': True, 'state': data['state']})
    except Exception, e:
        logger.error(e)
        return json.dumps({'ok': False, 'msg': str(e)})
