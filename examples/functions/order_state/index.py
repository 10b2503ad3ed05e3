"""Where is my order? Renamed to order-state, and on this occasion spaces around the number are taken away."""

import json

# A stand-in for an order system.
ORDERS = {
    "A1001": {"status": "shipped", "eta": "2026-12-01"},
    "A1002": {"status": "packed", "eta": "2026-12-03"},
}


def handler(event, context):
    number = json.loads(event)["orderNo"].strip()
    return json.dumps(ORDERS.get(number, {"status": "unknown", "eta": ""}))
