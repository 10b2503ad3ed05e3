import json
from collections.abc import Mapping


class Params(Mapping):
    def __init__(self, text):
        self._items = json.loads(text)

    def __getitem__(self, key):
        value = self._items.get(key)
        if value in (None, ''):
            raise KeyError(key)
        return value

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)


def handler(event, context):
    params = Params(event)
    try:
        account = params['account']
        month = params['month']
    except KeyError as e:
        return {'ok': 0, 'missing': e.args[0]}
    return {'ok': 1, 'bill': f'{account}:{month}', 'copies': params.get('copies', 1)}
