import hashlib
import json


def handler(event, context):
    evt = json.loads(event)
    digest = hashlib.md5(json.dumps(evt, sort_keys=True).encode()).hexdigest()
    return {'city': evt['city'], 'digest': digest}
