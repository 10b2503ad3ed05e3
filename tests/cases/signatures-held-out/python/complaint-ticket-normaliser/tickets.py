import requests


def create(phone, category, content, urgent='N'):
    resp = requests.post('http://ticket.example.com/tickets', json=dict(phone=phone, category=category, content=content, urgent=urgent == 'Y'))
    return resp.json()['id']
