import json


class ServiceError(RuntimeError):
    pass


class MissingField(ServiceError):
    def __init__(self, field):
        super().__init__('missing field: ' + field)
        self.field = field


class Fields:
    def __init__(self, data):
        self._data = data or {}

    def __getitem__(self, name):
        try:
            value = self._data[name]
        except KeyError as e:
            raise MissingField(name) from e
        if isinstance(value, str) and not value.strip():
            raise MissingField(name)
        return value

    def optional(self, name, default):
        return self._data.get(name) or default


def overdue(fields):
    loan = fields['loanNo']
    days = int(fields['overdueDays'])
    rate = float(fields.optional('rate', 0.0005))
    amount = float(fields['principal']) * rate * days
    return {'loan': loan, 'penalty': round(amount, 2)}


def handler(event, context):
    try:
        return overdue(Fields(json.loads(event)))
    except ServiceError as e:
        return {'error': str(e)}
