import json


class Key:
    def __init__(self, name):
        self.name = name

    def __get__(self, instance, owner):
        return instance.evt[self.name]


class Request:
    plate = Key('plateNo')

    def __init__(self, evt):
        self.evt = evt


def handler(event, context):
    return {'plate': Request(json.loads(event)).plate}
