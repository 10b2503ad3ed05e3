import json
from member import MemberCenter

center = MemberCenter()


def handler(event, context):
    evt = json.loads(event)
    return center(evt)
