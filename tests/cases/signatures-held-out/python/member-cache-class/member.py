import time
from functools import lru_cache

import requests


class MemberCenter:
    ttl = 60
    endpoint = 'https://member.example.com'
    required_fields = ['phone', 'brand']

    def __init__(self):
        self._cache = {}

    def __call__(self, evt):
        missing = [f for f in self.required_fields if not evt.get(f)]
        if missing:
            return {'ok': 'N', 'error': 'missing: ' + ','.join(missing)}
        key = (evt['brand'], evt['phone'])
        hit = self._cache.get(key)
        if hit and hit[0] > time.time():
            member = hit[1]
        else:
            member = self._fetch(*key)
            self._cache[key] = (time.time() + self.ttl, member)
        return {'ok': 'Y', 'name': self._name(member, evt.get('salutation')), 'level': member.get('level', 0)}

    def _fetch(self, brand, phone):
        return requests.get(f'{self.endpoint}/{brand}/members/{phone}').json()

    @staticmethod
    def _name(member, salutation):
        return member['surname'] + (salutation or '女士/先生')
