import json
import re


class Phone:
    PATTERN = re.compile(r'^(\+?86)?(1[3-9]\d{9})$')

    def __init__(self, raw):
        match = self.PATTERN.match(raw or '')
        if not match:
            raise ValueError('invalid phone')
        self.number = match.group(2)

    @property
    def masked(self):
        return self.number[:3] + '****' + self.number[-4:]

    def __str__(self):
        return self.number


def handler(event, context):
    evt = json.loads(event)
    try:
        phone = Phone(evt.get('phone'))
    except ValueError as e:
        return {'code': 1, 'error': str(e)}
    vip = str(phone).endswith('8888')
    return {'code': 0, 'masked': phone.masked, 'vip': vip, 'from': evt.get('from') or 'unknown'}
