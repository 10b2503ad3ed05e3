import enum
import json


class Key(str, enum.Enum):
    PHONE = 'phone'
    CHANNEL = 'channel'


class Params:
    LEVEL = 'level'


class Level(enum.Enum):
    GOLD = 'gold'
    SILVER = 'silver'


def handler(event, context):
    evt = json.loads(event)
    try:
        level = Level(evt[Params.LEVEL])
    except ValueError:
        return {'ok': False, 'error': '等级不合法'}
    channel = evt.get(Key.CHANNEL.value, 'phone')
    return {'ok': True, 'phone': evt[Key.PHONE.value], 'vip': level is Level.GOLD, 'channel': channel}
