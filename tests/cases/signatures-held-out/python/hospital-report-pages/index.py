import json
from reports import find_reports
from speech import speak


def handler(event, context):
    req = json.loads(event)
    reports = find_reports(**{k: req[k] for k in ('patientId', 'kind') if k in req})
    index = int(req.get('index', 0))
    if index >= len(reports):
        return {'end': True, 'speech': speak('no_more')}
    one = reports[index]
    return {'end': False, 'speech': speak('report', title=one['title'], state=one['state']), 'next': index + 1}
