# -*- coding: utf-8 -*-
"""根据主叫号码查询归属地，供 IVR 播报"""
import json
import logging

logger = logging.getLogger()

AREAS = {
    '0571': {'province': '浙江', 'city': '杭州'},
    '010': {'province': '北京', 'city': '北京'},
    '021': {'province': '上海', 'city': '上海'},
}
UNKNOWN = {'province': '未知', 'city': '未知'}


def handler(event, context):
    evt = json.loads(event)
    phone = evt['phone']
    logger.info('来电号码: %s', phone)
    prefix = phone[:3] if phone.startswith('01') or phone.startswith('02') else phone[:4]
    area = AREAS.get(prefix, UNKNOWN)
    return json.dumps(area, ensure_ascii=False)
