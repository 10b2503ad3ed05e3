import json


def handler(event, context):
    evt = json.loads(event)
    student = json.loads(evt.get('student') or '{"no": null}')
    if not student.get('no'):
        return {'found': False}
    return {'found': True, 'no': student['no']}
