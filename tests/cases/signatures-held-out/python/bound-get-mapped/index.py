import json
import logging

FIELDS = ['city', 'district']


def handler(event, context):
    evt = json.loads(event)
    read = evt.get
    city, district = map(read, FIELDS)
    if city is None:
        logging.error('no city')
        raise KeyError('city')
    data = dict(zip(FIELDS, (city, district)))
    return {'city': data['city'], 'full': '%s%s' % (city, district or '')}
