import requests

ACTIONS = {}


def action(name):
    def register(func):
        ACTIONS[name] = func
        return func
    return register


@action('progress')
def progress(p):
    claim = p.get('claimNo')
    if not claim:
        return {'ok': False, 'reason': 'claimNo missing'}
    r = requests.get('http://claims.example.com/' + claim).json()
    return {'ok': True, 'state': r['state']}


@action('report')
def report(p):
    policy = p.get('policyNo')
    plate = p.get('plateNo')
    if not policy and not plate:
        return {'ok': False, 'reason': 'policyNo or plateNo missing'}
    r = requests.post('http://claims.example.com/', json={'policy': policy, 'plate': plate, 'place': p.get('place', '')})
    return {'ok': True, 'claimNo': r.json()['no']}
