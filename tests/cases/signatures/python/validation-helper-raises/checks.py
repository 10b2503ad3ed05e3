def require(data, *names):
    for name in names:
        if not data.get(name):
            raise ValueError('missing ' + name)
