import json
from string import Template

PROMPTS = {
    'zh': {'hello': Template('您好$name，您的余额是$balance元'), 'bye': Template('再见')},
    'en': {'hello': Template('Hello $name, your balance is $balance'), 'bye': Template('Goodbye')},
}


def handler(event, context):
    evt = json.loads(event)
    lang = evt.get('lang')
    if lang not in PROMPTS:
        lang = 'zh'
    prompts = PROMPTS[lang]
    if evt.get('stage', 'hello') == 'bye':
        return prompts['bye'].safe_substitute()
    return prompts['hello'].safe_substitute(name=evt.get('name', ''), balance=evt['balance'])
