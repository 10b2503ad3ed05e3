import json


def parse_event(event):
    """FC 传进来的是 bytes"""
    if isinstance(event, (bytes, bytearray)):
        event = event.decode('utf-8')
    try:
        return json.loads(event)
    except ValueError:
        return None
