import json

class Base(object):
    def __init__(self, data):
        self.data = data

    def user(self):
        return self.data['user']

class Child(Base):
    def __init__(self, data):
        super().__init__(data)
        self.lang = data.get('lang', 'en')

def handler(event, context):
    job = Child(json.loads(event))
    return {'u': job.user(), 'l': job.lang}
