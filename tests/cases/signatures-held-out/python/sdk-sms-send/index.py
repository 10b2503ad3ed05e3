# -*- coding: utf-8 -*-
import json
import logging
import os

from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

logger = logging.getLogger()
client = AcsClient(os.getenv('AK', 'test'), os.getenv('SK', 'test'), 'cn-hangzhou')


def build(phone, sign, template, param):
    request = CommonRequest()
    request.set_method('POST')
    request.set_domain('dysmsapi.aliyuncs.com')
    request.set_action_name('SendSms')
    request.add_query_param('PhoneNumbers', phone)
    request.add_query_param('SignName', sign)
    request.add_query_param('TemplateCode', template)
    request.add_query_param('TemplateParam', json.dumps(param))
    return request


def handler(event, context):
    evt = json.loads(event)
    phone = evt.get('phone')
    if not phone:
        return {'Code': 'InvalidPhone', 'Message': 'phone is empty'}
    request = build(phone, evt.get('signName', '云联络中心'), evt['templateCode'], evt.get('templateParam', {}))
    response = json.loads(client.do_action_with_exception(request))
    logger.info(response)
    return {'Code': response['Code'], 'BizId': response.get('BizId')}
