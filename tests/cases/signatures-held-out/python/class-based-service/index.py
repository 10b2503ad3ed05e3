import json

from service.member import MemberService
from service.response import fail, ok

service = MemberService()


def handler(event, context):
    request = json.loads(event)
    level = service.level_of(request)
    if level is None:
        return fail(4001, '会员不存在')
    return ok({'level': level, 'queue': service.queue_for(level)})
