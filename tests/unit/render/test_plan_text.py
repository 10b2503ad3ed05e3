"""A plan for people says where, what, why and what to do; then the steps, what is held back, what was not read, what is next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from sync.core.plan.model import Basis, BlockedStep, FieldChange, Finding, FlowRef, Plan
from sync.core.worlds import Gap
from sync.render.page import Page
from sync.render.summary import next_lines, summary_line
from sync.render.text import drift_text, plan_text
from sync.specs.ids import Uid
from sync.specs.models import Where
from tests.unit.render import steps_sample as sample
from tests.unit.render.colour import uncoloured

BY_HAND_AFTER = """\
STEPS (2), in this order

  1  + register  check-user-identity in hotline
       cn-shenzhen/example-service/checkUserIdentity
       description: 身份验证
  2  ~ update    check-user-identity in hotline  by hand
       the registration that step 1 adds
       failover.region: (none) -> cn-beijing
       failover.weight: (none) -> 5
       | open https://ccc.console.aliyun.com/AccInstance and there the instance ccc-test
       | 设置 > IVR集成 > 函数列表 > 编辑, on the row 区域 华南1（深圳）, 服务 example-service, 函数 checkUserIdentity
       |   灾备区域  cn-beijing 华北2（北京）, weight 5
       | 确定
"""
MAIN = FlowRef(center=sample.HOTLINE, id="flow-1", name="来电主流程", published=True)
STALE = Finding(
    code="RG002",
    subject="meta-1",
    origin="pending",
    uid=Uid("get-number-region"),
    center=sample.HOTLINE,
    where=Where("registry/services/demo-service.yaml", 6, 3),
    changes=(FieldChange(path="target.service", before="demo_service", after="demo-service"),),
    args={"id": "meta-1", "center": "hotline", "target": "cn-hangzhou/demo_service/get_number_region"},
    flows=(MAIN,),
    breaks=True,
)
MEMORY = Finding(
    code="CF003",
    subject="cn-shenzhen/example-service/checkUserIdentity",
    origin="drift",
    uid=Uid("check-user-identity"),
    where=Where("registry/services/example-service.yaml", 6, 3),
    changes=(FieldChange(path="memory", before=128, after=256),),
    args={"found": 128, "wanted": 256},
)
GAP = Gap(
    scope="region",
    subject="cn-beijing",
    generation="3.0",
    operation="ListFunctions",
    code="Throttling.User",
    message="slow down",
    request_id="r-1",
)
UNREAD = Finding(
    code="OB001",
    subject="cn-beijing",
    origin=None,
    args={"subject": "cn-beijing", "generation": "3.0", "code": "Throttling.User", "reason": "slow down"},
)
EMPTY = Plan(
    tool="ivrsync 0",
    basis=Basis(account="1000000000000001", world="w", registry="r", lock=""),
    recorded=False,
    findings=(),
    steps=(),
    refusals=(),
    gaps=(),
    functions=2,
    registrations=1,
)
FULL = replace(
    EMPTY,
    recorded=True,
    findings=(replace(STALE, remedy="by-hand"), replace(MEMORY, remedy="apply"), UNREAD),
    steps=(sample.configure(), sample.repoint(by_hand=True), sample.check()),
    refusals=(BlockedStep(step=sample.unregister(), reason="flow-mentions-it", flows=(MAIN,)),),
    gaps=(GAP,),
)

WHOLE = """\
2 functions and 1 registration wanted in account 1000000000000001, compared with the clouds and the lock.

FINDINGS (2)

error   RG002 registration-stale (pending)  get-number-region  registry/services/demo-service.yaml:6:3
  What    registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, which
          does not exist; target.service: demo_service -> demo-service
  Breaks  来电主流程 [flow-1], published
  Why     A flow that calls this registration reaches nothing: callers hear silence or the failure exit.
  Fix     By hand; the steps of ivrsync plan say where to click. Correct its address in the spec, or name
          this id in the right one (registrations: CENTER with id: ...). If unneeded, delete it (设置 >
          IVR集成 > 函数列表 > 删除) once no flow calls it.
warning CF003 memory-differs (drift)  check-user-identity  registry/services/example-service.yaml:6:3
  What    memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)
  Why     With too little memory a function is slow or is killed half-way, and callers wait on the line.
  Fix     ivrsync apply sets it to what the registry says. Or: to keep what was found, write it into the
          spec.

STEPS (3), in this order

  1  ~ configure  check-user-identity
       cn-shenzhen/example-service/checkUserIdentity
       memory: 128 -> 256
       environment.API_KEY: differs (looks secret, not shown)
  2  ~ repoint    get-number-region in hotline    by hand
       registration meta-1
       cn-hangzhou/demo_service/get_number_region -> cn-hangzhou/demo-service/get_number_region
       | open https://ccc.console.aliyun.com/AccInstance and there the instance ccc-test
       | 设置 > IVR集成 > 函数列表 > 编辑, on the row 区域 华东1（杭州）, 服务 demo_service, 函数
       |   get_number_region
       |   服务  demo-service
       | 确定
  3  ? test       check-user-identity in hotline
       check: a known caller

HELD BACK (1): not done unless you say so

  - unregister  retired in hotline
    registration meta-3
    cn-hangzhou/demo_service/get_number_region
    Why     these flows hold its id, or its function's name, in a form that is not understood:
            来电主流程 [flow-1], published
    Allow   look at the flow first; then: ivrsync plan --allow-flow flow-1

COULD NOT READ (1): nothing is concluded from what is missing there

  - OB001 functions of region cn-beijing (FC 3.0): ListFunctions: Throttling.User: slow down (request id
    r-1)
    Fix  Run ivrsync doctor; grant fc:ListServices, fc:ListFunctions and fc:GetFunction, or run again when
         the service answers.

a published flow breaks: 2 findings (1 drift, 1 pending), 3 steps (1 by hand), 1 held back, 1 gap

Next: ivrsync apply plan.json
Then: ivrsync doctor
More: ivrsync explain RG002
"""


def test_a_whole_plan_for_people() -> None:
    assert plan_text(FULL, Page(width=108), advice=next_lines(FULL, saved="plan.json")) == WHOLE


def test_a_plan_without_differences_is_two_lines() -> None:
    assert plan_text(EMPTY, Page(width=120), advice=next_lines(EMPTY)) == (
        "2 functions and 1 registration wanted in account 1000000000000001, compared with the clouds (no lock yet).\n\nin sync\n"
    )


def test_drift_shows_no_steps_and_nothing_held_back() -> None:
    text = drift_text(replace(FULL, findings=(MEMORY, UNREAD), steps=(), refusals=()), Page(width=108))
    assert "CF003 memory-differs (drift)" in text
    assert "STEPS" not in text
    assert text.endswith("\ndrift: 1 finding (1 drift), 1 gap\n")


def test_what_was_allowed_is_allowed_again_when_the_plan_was_not_saved() -> None:
    assert next_lines(replace(EMPTY, steps=(sample.repoint(),)), allowed=["--allow-flow", "来电 主流程"]) == (
        "Next: ivrsync apply --allow-flow '来电 主流程'",
    )


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        pytest.param(
            BlockedStep(step=sample.unregister(), reason="flow-mentions-it", flows=(replace(MAIN, id="a b'; rm -rf"),)),
            """ivrsync plan --allow-flow 'a b'\\''; rm -rf'""",
            id="a flow whose id would be more than one word is quoted",
        ),
        pytest.param(
            BlockedStep(step=sample.unregister(), reason="flow-mentions-it", flows=(MAIN, replace(MAIN, id="flow-2"))),
            "ivrsync plan --allow-flow flow-1 --allow-flow flow-2",
            id="every flow is named",
        ),
        pytest.param(
            BlockedStep(step=sample.unregister(), reason="flows-unreadable"),
            "nothing allows it: make the flows readable (ivrsync doctor) and plan again",
            id="unreadable flows cannot be allowed",
        ),
        pytest.param(
            BlockedStep(step=sample.unregister(), reason="removal-limit", limit=2, removals=5),
            "ivrsync plan --removals 5",
            id="removals",
        ),
    ],
)
def test_a_refusal_says_what_would_allow_it(refusal: BlockedStep, said: str) -> None:
    text = plan_text(replace(EMPTY, refusals=(refusal,)), Page(width=120))
    assert text.split("    Allow   ")[1].split("\n\n")[0].endswith(said)


def test_colour_changes_nothing_but_colour() -> None:
    coloured = plan_text(FULL, Page(width=100, colour=True))
    assert coloured != plan_text(FULL, Page(width=100))
    assert uncoloured(coloured) == plan_text(FULL, Page(width=100))


@pytest.mark.parametrize(
    ("plan", "line"),
    [
        pytest.param(EMPTY, "in sync", id="nothing"),
        pytest.param(replace(EMPTY, findings=(MEMORY,)), "drift: 1 finding (1 drift)", id="drift"),
        pytest.param(
            replace(EMPTY, findings=(replace(MEMORY, origin="pending"),)),
            "pending changes only: 1 finding (1 pending)",
            id="pending",
        ),
        pytest.param(
            replace(EMPTY, findings=(replace(MEMORY, code="SG002"), replace(MEMORY, code="RG008", origin=None))),
            "in sync: 2 findings (2 informational)",
            id="what does not count",
        ),
        pytest.param(replace(EMPTY, gaps=(GAP,)), "incomplete: something could not be read: 1 gap", id="a gap"),
    ],
)
def test_the_verdict_fits_on_one_line(plan: Plan, line: str) -> None:
    assert summary_line(plan, Page(width=0)) == line


NAMES = st.text(st.one_of(st.characters(), st.sampled_from("\x1b\x9b\n\r\t\u202e\u2066\u200b`*[]<>|名（")), max_size=30)


@given(NAMES, NAMES, NAMES, st.sampled_from([80, 120]))
def test_whatever_things_are_called_no_control_reaches_the_output(subject: str, flow: str, said: str, width: int) -> None:
    reference = replace(MAIN, name=flow, id=flow)
    finding = replace(STALE, subject=subject, flows=(reference,), args={"id": subject, "center": said, "target": flow})
    change = FieldChange(path=subject, before=flow, after=[said])
    plan = replace(
        FULL,
        findings=(finding, replace(MEMORY, changes=(change, change))),
        steps=(replace(sample.configure(), changes=(change,)), replace(sample.check(by_hand=True), check=said, input={flow: said})),
        refusals=(BlockedStep(step=sample.register(), reason="flow-mentions-it", flows=(reference,)),),
        gaps=(replace(GAP, subject=subject, message=said, request_id=flow),),
    )
    text = plan_text(plan, Page(width=width))
    assert all(character.isprintable() or character in "\n\u3000" for character in text)
    assert min(wcswidth(line) for line in text.splitlines()) >= 0


def test_a_step_that_refers_to_an_earlier_one_says_which_by_its_number() -> None:
    plan = replace(EMPTY, steps=(sample.register(), sample.failover()))

    assert BY_HAND_AFTER in plan_text(plan, Page(width=120))
