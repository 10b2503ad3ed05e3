"""Where is this number from? Answers a plain text, which the flow puts into one variable."""

import json

# A stand-in for a numbering plan, longest prefix first.
REGIONS = {
    "0571": "浙江杭州",
    "0755": "广东深圳",
    "1380000": "北京",
    "010": "北京",
    "021": "上海",
}


def handler(event, context):
    phone = json.loads(event)["phone"]
    for prefix in sorted(REGIONS, key=len, reverse=True):
        if phone.startswith(prefix):
            return REGIONS[prefix]
    return "未知"
