import json

def handler(event, context):
    try:
        evt = json.loads(event)
    except ValueError:
        evt = {}
    return {'q': evt.get('q', 'all'), 'id': evt['id']}
