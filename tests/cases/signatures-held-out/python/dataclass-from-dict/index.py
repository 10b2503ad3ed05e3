import json
import typing as t
from dataclasses import dataclass, field


@dataclass
class CallbackRequest:
    caller: str
    queue: str = 'default'
    delay_minutes: int = 10
    labels: t.List[str] = field(default_factory=list)

    @classmethod
    def from_dict(cls, d):
        return cls(
            caller=d['caller'],
            queue=d.get('queue', 'default'),
            delay_minutes=int(d.get('delayMinutes', 10)),
            labels=d.get('labels') or [],
        )


class Scheduler:
    def schedule(self, request):
        return 'cb-%s-%s' % (request.queue, request.caller[-4:])


def handler(event, context):
    request = CallbackRequest.from_dict(json.loads(event))
    task_id = Scheduler().schedule(request)
    return {'taskId': task_id, 'delay': request.delay_minutes}
