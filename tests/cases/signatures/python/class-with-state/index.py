import json

class Job:
    def __init__(self, data):
        self.data = data

    def run(self):
        return {'total': self.price() * 2}

    def price(self):
        return int(self.data['price'])

def handler(event, context):
    return Job(json.loads(event)).run()
