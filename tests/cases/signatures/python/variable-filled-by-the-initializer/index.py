import json

import library

client = None


def initializer(context):
    global client
    client = library.Client()


def handler(event, context):
    evt = json.loads(event)
    client.put(evt['id'], evt.get('note', ''))
    return {'done': True}
