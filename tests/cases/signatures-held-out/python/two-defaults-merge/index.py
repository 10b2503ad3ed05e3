import json

DEFAULTS = {'voice': 'xiaoyun', 'speed': 0, 'volume': 50}


def merged(evt):
    options = dict(DEFAULTS)
    options.update({k: v for k, v in evt.items() if v not in (None, '')})
    return options


def handler(event, context):
    evt = json.loads(event)
    text = evt.get('text')
    if not text or not text.strip():
        raise RuntimeError('text is empty')
    options = merged(evt)
    return {'text': text, 'voice': options['voice'], 'speed': options['speed'], 'volume': options['volume']}
