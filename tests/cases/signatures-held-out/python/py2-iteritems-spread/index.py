# -*- coding: utf-8 -*-
import json

DEFAULTS = {'lang': 'zh', 'gender': 'F'}

def handler(event, context):
    evt = json.loads(event)
    for k, v in DEFAULTS.iteritems():
        if k not in evt:
            evt[k] = v
    words = evt['words']
    if type(words) == list:
        words = ' '.join(words)
    return json.dumps({'tts': words, 'lang': evt['lang'], 'gender': evt['gender']})
