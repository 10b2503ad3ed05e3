import json

def detect_missing(names, data):
    missing = []
    for name in names:
        if name not in data:
            missing.append(name)
    return missing

def handler(event, context):
    evt = json.loads(event)
    missing = detect_missing(['to', 'code'], evt)
    if len(missing) > 0:
        return {'error': missing}
    return {'ok': True}
