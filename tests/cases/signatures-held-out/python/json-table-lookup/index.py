import json

# 工单状态表
STATUS = {
    'W1001': {'state': 'open', 'owner': '李雷'},
    'W1002': {'state': 'closed', 'owner': '韩梅梅', 'closedAt': '2023-01-05'},
}


def handler(event, context):
    work_order = json.loads(event).get('workOrder')
    return json.dumps(STATUS.get(work_order))
