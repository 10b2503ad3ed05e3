import json
from typing import NamedTuple

class Point(NamedTuple):
    x: float
    y: float = 0.0

def handler(event, context):
    point = Point(**json.loads(event))
    return {'x': point.x}
