import json
from abc import ABC, abstractmethod


class Validated(ABC):
    fields = []

    def prepare(self, evt):
        for name, kind, needed in self.fields:
            if needed and name not in evt:
                raise ValueError(f'{name} is required')
        return evt


class Logged:
    def execute(self, evt):
        print('start', self.__class__.__name__)
        result = super().execute(evt)
        print('done', result)
        return result


class Base(Validated):
    def execute(self, evt):
        evt = self.prepare(evt)
        return self.answer(evt)

    @abstractmethod
    def answer(self, evt):
        ...


class Logistics(Logged, Base):
    fields = [('waybill', str, True), ('company', str, False)]

    def answer(self, evt):
        company = evt.get('company', 'SF')
        return {'waybill': evt['waybill'], 'company': company, 'trace': '已签收'}


def handler(event, context):
    return Logistics().execute(json.loads(event))
