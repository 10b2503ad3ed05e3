import json
import logging

logger = logging.getLogger()


class Request(object):
    def __init__(self, raw):
        self._raw = raw
        self._data = None

    @property
    def data(self):
        if self._data is None:
            self._data = json.loads(self._raw)
        return self._data

    @property
    def phone(self):
        return self.data.get('phone') or self.data.get('mobile')

    def require(self, key):
        if self.data.get(key) is None:
            raise Exception('参数 %s 必填' % key)
        return self.data[key]


def handler(event, context):
    req = Request(event)
    brand = req.require('brand')
    phone = req.phone
    if not phone:
        logger.error('no phone')
        return {'code': -1, 'message': 'phone or mobile required'}
    return {'code': 0, 'brand': brand, 'phone': phone}
