import json


def handler(event, context):
    evt = json.loads(event)
    missing = [name for name in ('member', 'course') if not evt.get(name)]
    if missing:
        return {'state': 'rejected', 'missing': missing}
    return {'state': 'booked', 'missing': [], 'coach': evt.get('coach')}
