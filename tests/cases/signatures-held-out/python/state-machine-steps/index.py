import json


class Machine(object):
    start = 'ask_id'

    def __init__(self, evt):
        self.evt = evt
        self.out = {'prompt': '', 'next': ''}

    def run(self):
        state = self.evt.get('state') or self.start
        step = getattr(self, 'on_' + state, None)
        if step is None:
            return {'error': 'bad state'}
        step()
        return self.out

    def on_ask_id(self):
        self.out['prompt'] = '请输入身份证号'
        self.out['next'] = 'check_id'

    def on_check_id(self):
        digits = self.evt.get('digits', '')
        if len(digits) == 18:
            self.out['prompt'] = '请选择业务'
            self.out['next'] = 'menu'
        else:
            self.on_ask_id()

    def on_menu(self):
        choice = self.evt['choice']
        self.out['prompt'] = {'1': '查询', '2': '办理'}.get(choice, '人工')
        self.out['next'] = 'end'


def handler(event, context):
    return Machine(json.loads(event)).run()
