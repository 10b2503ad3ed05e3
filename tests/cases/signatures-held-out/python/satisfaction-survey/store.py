ROWS = []


def save(record):
    ROWS.append(record)
