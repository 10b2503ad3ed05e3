import json

SPEC = [
    # name, required, default
    ('phone', True, None),
    ('content', True, None),
    ('category', False, 'other'),
    ('urgent', False, 'N'),
]


class ParamError(ValueError):
    pass


def to_dict(event):
    if isinstance(event, (bytes, bytearray)):
        event = event.decode('utf-8')
    if isinstance(event, str):
        event = json.loads(event or '{}')
    return event


def normalise(event):
    data = to_dict(event)
    result = {}
    for name, required, default in SPEC:
        value = data.get(name)
        if isinstance(value, str):
            value = value.strip()
        if value in (None, '', 'null', 'undefined'):
            if required:
                raise ParamError(name + ' is empty')
            value = default
        result[name] = value
    return result
