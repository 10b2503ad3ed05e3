import json
import requests

PARAMS = {}
RESULT = {}


def load_params(event):
    PARAMS.clear()
    PARAMS.update(json.loads(event))


def estimate():
    group = PARAMS['skillGroupId']
    stat = requests.get('http://ccc.example.com/stat', params={'group': group}).json()
    agents = max(1, int(stat['online']))
    handle = int(PARAMS.get('avgHandleSeconds', 180))
    RESULT['waitSeconds'] = int(stat['waiting']) * handle // agents
    RESULT['position'] = int(stat['waiting']) + 1


def handler(event, context):
    RESULT.clear()
    load_params(event)
    estimate()
    return RESULT
