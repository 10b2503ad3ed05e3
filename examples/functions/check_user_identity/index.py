"""Who is calling? The call center passes what the caller typed; the flow reads `verified` and `name`."""

import json

# A stand-in for a customer database.
CUSTOMERS = {
    "330102": {"name": "王芳", "phone": "13800000001"},
    "440305": {"name": "李强", "phone": "13800000002"},
}


def handler(event, context):
    asked = json.loads(event)
    customer = CUSTOMERS.get(asked["idNumber"])
    phone = asked.get("phone", "")
    # A phone number that was passed must be the customer's own.
    verified = customer is not None and phone in ("", customer["phone"])
    return json.dumps({"verified": verified, "name": customer["name"] if verified else ""}, ensure_ascii=False)
