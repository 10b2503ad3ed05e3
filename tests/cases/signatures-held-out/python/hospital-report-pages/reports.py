DATA = {
    'p1': [{'title': '血常规', 'state': '已出', 'kind': 'blood'}, {'title': 'CT', 'state': '未出', 'kind': 'image'}],
}


def find_reports(patientId, kind=None):
    rows = DATA.get(patientId, [])
    return [r for r in rows if kind in (None, r['kind'])]
