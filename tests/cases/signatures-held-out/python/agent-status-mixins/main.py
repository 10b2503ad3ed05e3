from core import JsonMixin, AuthMixin, Endpoint
import requests


class AgentStatus(JsonMixin, AuthMixin, Endpoint):
    def run(self, body):
        agent = body['agentId']
        data = requests.get('http://ccc.example.com/agents/' + agent).json()
        return {'status': data['state'], 'since': data['since']}


def handler(event, context):
    return AgentStatus().serve(event)
