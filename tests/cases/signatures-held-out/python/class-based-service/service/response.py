def ok(data):
    return {'code': 0, 'message': 'ok', 'data': data}


def fail(code, message):
    return {'code': code, 'message': message, 'data': None}
