import json
import logging
import os
import sys

sys.path.append(os.path.dirname(os.path.abspath(__file__)))

from messages import render  # noqa

log = logging.getLogger(__name__)


def handler(event, context):
    evt = json.loads(event.decode('utf-8') if hasattr(event, 'decode') else event)
    scene = evt['scene']
    lang = evt.get('language', 'zh')
    args = evt.get('args') or {}
    log.debug('scene %s lang %s', scene, lang)
    return {'text': render(scene, lang, args.get('name', '客户'))}
