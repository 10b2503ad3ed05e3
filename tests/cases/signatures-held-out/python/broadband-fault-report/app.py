import json
from datetime import datetime
from uuid import uuid4

from store import save

PRIORITY = {'no_signal': 1, 'slow': 3}


class FaultReport:
    def __init__(self, account, kind, contact, desc):
        self.id = uuid4().hex[:10]
        self.account = account
        self.kind = kind
        self.contact = contact
        self.desc = desc
        self.created = datetime.now()

    @property
    def priority(self):
        return PRIORITY.get(self.kind, 2)

    def to_row(self):
        return (self.id, self.account, self.kind, self.contact, self.desc, self.priority, self.created)


def main(event, context):
    body = json.loads(event)
    report = FaultReport(
        account=body['broadbandAccount'],
        kind=body.get('faultType', 'other'),
        contact=body.get('contactPhone') or body['caller'],
        desc=body.get('desc', ''),
    )
    save(report.to_row())
    return {'reportId': report.id, 'priority': report.priority}
