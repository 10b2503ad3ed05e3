"""Regions of Function Compute, by id and by the name the console shows.

Source: the vendor's page on regions and endpoints of Function Compute. The console writes brackets half or full width.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CONSOLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cn-hangzhou": "华东1（杭州）",
        "cn-shanghai": "华东2（上海）",
        "cn-qingdao": "华北1（青岛）",
        "cn-beijing": "华北2（北京）",
        "cn-zhangjiakou": "华北3（张家口）",
        "cn-huhehaote": "华北5（呼和浩特）",
        "cn-wulanchabu": "华北6（乌兰察布）",
        "cn-shenzhen": "华南1（深圳）",
        "cn-chengdu": "西南1（成都）",
        "cn-hongkong": "中国香港",
        "ap-southeast-1": "新加坡",
        "ap-southeast-3": "马来西亚（吉隆坡）",
        "ap-southeast-5": "印度尼西亚（雅加达）",
        "ap-southeast-7": "泰国（曼谷）",
        "ap-northeast-1": "日本（东京）",
        "ap-northeast-2": "韩国（首尔）",
        "eu-central-1": "德国（法兰克福）",
        "eu-west-1": "英国（伦敦）",
        "us-east-1": "美国（弗吉尼亚）",
        "us-west-1": "美国（硅谷）",
        "me-central-1": "沙特（利雅得）",
    }
)


def region_typed(text: str) -> str:
    """The id of the region somebody typed, by id or by console name; any other text comes back as it is."""
    wanted = _plain(text)
    return next((region for region, name in CONSOLE_NAMES.items() if _plain(name) == wanted), text.strip())


def _plain(name: str) -> str:
    return name.strip().replace("（", "(").replace("）", ")")
