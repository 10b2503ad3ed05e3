import json

REQUIRED = 'name', 'idCard'


def handler(event, context):
    evt = json.loads(event)
    missing = []
    for field in REQUIRED:
        try:
            if not evt[field].strip():
                missing.append(field)
        except KeyError:
            missing.append(field)
    if missing:
        return {'success': False, 'missing': missing}
    name, id_card = (evt.get(k) for k in REQUIRED)
    return {'success': True, 'name': name, 'birthday': id_card[6:14]}
