from .prices import price

def total(data):
    return price(data) * int(data.get('count', 1))
