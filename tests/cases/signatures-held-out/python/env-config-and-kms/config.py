import os

CONFIG = {
    'phone_field': 'ani',
    'endpoint': os.environ.get('ENDPOINT', 'cn-shanghai'),
}


def get(name, default=None):
    return os.environ.get(name, default)
