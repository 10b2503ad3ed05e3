def price(order):
    return float(order['price'])
