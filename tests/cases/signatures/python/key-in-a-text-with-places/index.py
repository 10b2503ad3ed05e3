import json

KIND = 'caller'

def handler(event, context):
    evt = json.loads(event)
    return {'n': evt[f'{KIND}Number'], 'x': evt.get(f'the {{{KIND}}}\tname')}
