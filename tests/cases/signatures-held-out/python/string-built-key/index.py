import json

FIELDS = ('name', 'city')


def handler(event, context):
    evt = json.loads(event)
    lang = evt.get('lang', 'zh')
    out = {}
    for f in FIELDS:
        out[f] = evt.get('%s_%s' % (f, lang)) or evt.get(f, '')
    out['lang'] = lang
    return out
