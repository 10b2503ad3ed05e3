import json
import logging

import settings
from parsing import parse_event

logger = logging.getLogger('ivr')


def _route(evt):
    lang = (evt.get('lang') or settings.DEFAULT_LANG).lower()
    hour = int(evt.get('hour', 9))
    return _decide(evt, lang, hour)


def _decide(payload, lang, hour):
    skill = payload['skill']
    if hour < settings.OPEN or hour >= settings.CLOSE:
        return {'target': 'voicemail', 'lang': lang}
    return {'target': skill + '_' + lang, 'lang': lang}


def handler(event, context):
    evt = parse_event(event)
    if evt is None:
        return {'target': 'error', 'lang': settings.DEFAULT_LANG}
    result = _route(evt)
    logger.info('routed %s to %s', evt, result)
    return result
