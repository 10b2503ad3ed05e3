"""Instructions for the console name exactly what to click and what to type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import Step
from sync.core.worlds import FailoverTarget
from sync.render.by_hand import instructions
from sync.specs.ids import Address, Region
from tests.unit.render import steps_sample as sample

OPEN = "open https://ccc.console.aliyun.com/AccInstance and choose the instance ccc-test"


@pytest.mark.parametrize(
    ("step", "clicks"),
    [
        pytest.param(
            sample.register(),
            (
                OPEN,
                "设置 > IVR集成 > 函数列表 > 添加",
                "  区域  华南1（深圳）",
                "  服务  example-service",
                "  函数  checkUserIdentity",
                "  描述  身份验证",
                "确定",
            ),
            id="register: every field of the dialog",
        ),
        pytest.param(
            sample.repoint(),
            (
                OPEN,
                "设置 > IVR集成 > 函数列表 > 编辑, in the row 区域 华东1（杭州）, 服务 demo_service, 函数 get_number_region",
                "  服务  demo-service",
                "确定",
            ),
            id="repoint: the row as it is now, and only the field that changes",
        ),
        pytest.param(
            sample.update(),
            (
                OPEN,
                "设置 > IVR集成 > 函数列表 > 编辑, in the row 区域 华南1（深圳）, 服务 example-service, 函数 checkUserIdentity",
                "  描述      身份验证",
                "  角色      caller",
                "  灾备区域  (empty)",
                "确定",
            ),
            id="update: what changes, what goes, what comes",
        ),
        pytest.param(
            sample.unregister(),
            (
                OPEN,
                "设置 > IVR集成 > 函数列表 > 删除, in the row 区域 华东1（杭州）, 服务 demo_service, 函数 get_number_region",
                "确定",
            ),
            id="unregister",
        ),
        pytest.param(
            sample.check(expect={"verified": True}),
            (
                OPEN,
                "设置 > IVR集成 > 函数列表 > 测试, in the row 区域 华南1（深圳）, 服务 example-service, 函数 checkUserIdentity",
                "  idNumber  330102",
                "  tries     3",
                '测试: the answer must contain {"verified": true}',
            ),
            id="test: parameter names and values",
        ),
        pytest.param(sample.configure(), (), id="a function's configuration is not the call center's"),
    ],
)
def test_the_clicks_of_a_step(step: Step, clicks: tuple[str, ...]) -> None:
    assert instructions(step) == clicks


def test_role_and_failover_are_typed_where_they_are_wanted() -> None:
    wanted = sample.state(sample.RIGHT, role="caller", failover=FailoverTarget(Region("cn-beijing"), 5))
    assert instructions(replace(sample.register(), after=wanted))[2:] == (
        "  区域      华东1（杭州）",
        "  服务      demo-service",
        "  函数      get_number_region",
        "  角色      caller",
        "  灾备区域  cn-beijing 华北2（北京）, weight 5",
        "确定",
    )


def test_a_function_without_a_service_says_that_the_field_stays_empty() -> None:
    step = sample.unregister()
    target = Address(Region("mars-1"), "", "fn")
    clicks = instructions(replace(step, before=sample.state(target)))
    assert clicks[1].endswith("in the row 区域 mars-1, 服务 (empty), 函数 fn")
