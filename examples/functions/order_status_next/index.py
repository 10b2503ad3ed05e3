"""Where is my order? The next version: the order system calls it orderNo now. The flow reads `status` and `eta`."""

import json

# A stand-in for an order system.
ORDERS = {
    "A1001": {"status": "shipped", "eta": "2026-12-01"},
    "A1002": {"status": "packed", "eta": "2026-12-03"},
}


def handler(event, context):
    order_no = json.loads(event)["orderNo"]
    return json.dumps(ORDERS.get(order_no, {"status": "unknown", "eta": ""}))
