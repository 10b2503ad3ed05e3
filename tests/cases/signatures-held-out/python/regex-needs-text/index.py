import json
import re

PLATE = re.compile(r'^[\u4e00-\u9fa5][A-Z][A-Z0-9]{5,6}$')
DIGITS = re.compile(r'\D+')


def handler(event, context):
    evt = json.loads(event)
    plate = evt.get('plate')
    engine = evt.get('engineNo', '')
    if not PLATE.match(plate):
        return {'status': 'invalid'}
    tail = DIGITS.sub('', engine)[-4:]
    return {'status': 'ok', 'plate': plate, 'tail': tail}
