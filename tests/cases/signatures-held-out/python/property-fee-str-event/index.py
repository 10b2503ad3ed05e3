import json
import logging

LOGGER = logging.getLogger()
LOGGER.setLevel(logging.INFO)

ROOMS = {
    '1-101': {'owner': '张三', 'owed': 320.5},
    '1-102': {'owner': '李四', 'owed': 0},
}


def _get(d, *names):
    for n in names:
        if d.get(n):
            return d[n]
    return None


def handler(event, context):
    params = event
    if type(params) is bytes:
        params = params.decode()
    if type(params) is str:
        try:
            params = json.loads(params)
        except Exception:
            params = {}
    room = _get(params, 'roomNo', 'room_no', 'room')
    if room is None:
        return {'found': False, 'owed': 0}
    info = ROOMS.get(room)
    if info is None:
        return {'found': False, 'owed': 0}
    LOGGER.info('room %s', room)
    return {'found': True, 'owed': info['owed'], 'owner': info['owner']}
