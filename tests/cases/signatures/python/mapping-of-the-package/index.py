import json
from collections.abc import Mapping


class Params(Mapping):
    def __init__(self, text):
        self.items_ = json.loads(text)

    def __getitem__(self, key):
        return self.items_[key]

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def handler(event, context):
    params = Params(event)
    return {'id': params['id'], 'lang': params.get('lang', 'zh'), 'vip': 'vip' in params}
