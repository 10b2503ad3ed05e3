import json
from operator import itemgetter

import lib


def handler(event, context):
    evt = json.loads(event)
    values = itemgetter(*lib.names())(evt)
    return {'city': evt['city'], 'count': len(values)}
