"""Every cause in words, to the letter."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from sync.core.plan.cause import (
    AnswerDiffers,
    BegunBefore,
    Cause,
    CloudSaid,
    FlowsAdded,
    FunctionAbsent,
    FunctionChanged,
    FunctionSaid,
    Mismatch,
    NoFunction,
    NotReadAfterFailure,
    NotReadAgain,
    NotRestored,
    NotTakenBack,
    OtherKept,
    OthersUnread,
    PlanRefused,
    RegistrationChanged,
    RegistrationGone,
    SettingNow,
    SettingsChanged,
    ShowsBefore,
    ShowsOther,
    TargetTaken,
    cause_from,
    cause_json,
)
from sync.core.plan.model import FlowRef
from sync.core.worlds import FailoverTarget
from sync.render.causes import cause_text
from sync.specs.ids import CenterName, Region
from tests.unit.render.steps_sample import IDENTITY, state

SAID = CloudSaid(operation="AddFunctionMeta", cloud_code="Denied", message="not you", request_id="r-1")
LOST = CloudSaid(operation="ListFunctionMetas", cloud_code="LostAnswer", message="none came")
PLANNED = state(IDENTITY, description="a word", role="a role")
NOW = replace(PLANNED, description="their word")
FLOW = FlowRef(center=CenterName("hotline"), id="flow-1", name="来电主流程", published=True)

CASES: tuple[tuple[Cause, str], ...] = (
    (SAID, "AddFunctionMeta: Denied: not you (request id r-1)"),
    (LOST, "ListFunctionMetas: LostAnswer: none came"),
    (FunctionAbsent(address=IDENTITY), f"the function {IDENTITY} does not exist"),
    (
        FunctionChanged(
            modified="second",
            planned="first",
            now=(
                SettingNow(path="memory", value=512),
                SettingNow(path="environment.MODE", value="慢"),
                SettingNow(path="environment.ZONE", value=None),
                SettingNow(path="environment.API_KEY", value=None, secret=True),
            ),
        ),
        (
            "it was changed on second, after the plan was made (first); now memory is 512, "
            'environment.MODE is "慢", environment.ZONE is null, environment.API_KEY is not shown'
        ),
    ),
    (SettingsChanged(names=("memory", "timeout")), "somebody has since changed memory, timeout"),
    (RegistrationGone(id="r-1"), "registration r-1 no longer exists"),
    (RegistrationChanged(planned=PLANNED, now=NOW), "its description is now 'their word', but the plan expected 'a word'"),
    (
        RegistrationChanged(
            planned=PLANNED,
            now=replace(
                PLANNED, target=replace(IDENTITY, name="other"), role="", failover=FailoverTarget(Region("cn-shanghai"), 0.5)
            ),
        ),
        (
            f"its target is now {replace(IDENTITY, name='other')}, but the plan expected {IDENTITY}; "
            "its role is now '', but the plan expected 'a role'; "
            "its failover is now cn-shanghai with weight 0.5, but the plan expected none"
        ),
    ),
    (
        TargetTaken(id="r-1", planned=PLANNED, now=NOW),
        "registration r-1 already has this target, but its description is now 'their word', but the plan expected 'a word'",
    ),
    (
        FlowsAdded(flows=(FLOW, replace(FLOW, id="flow-2"))),
        "flows that did not call it when the plan was made call it now: 来电主流程 (flow-1), 来电主流程 (flow-2)",
    ),
    (NotReadAgain(unread=LOST), "accepted, but reading it back failed: ListFunctionMetas: LostAnswer: none came"),
    (
        ShowsOther(now=RegistrationGone(id="{r}")),
        "accepted, but reading it back shows something else: registration {r} no longer exists",
    ),
    (ShowsBefore(), "accepted, but reading it back still shows the old state"),
    (
        NotReadAfterFailure(failure=SAID, unread=LOST),
        ("AddFunctionMeta: Denied: not you (request id r-1); reading it back failed too: ListFunctionMetas: LostAnswer: none came"),
    ),
    (BegunBefore(), "an earlier run started this call, and it must not be made twice"),
    (
        OthersUnread(unread=LOST),
        "whether another apply registered the same function could not be checked: ListFunctionMetas: LostAnswer: none came",
    ),
    (OtherKept(id="r-2"), "the other is registration r-2"),
    (
        NotTakenBack(other="r-2", ours="r-1", failure=SAID),
        (
            "registration r-2 has the same target, and r-1, which this run added, could not be removed: "
            "AddFunctionMeta: Denied: not you (request id r-1)"
        ),
    ),
    (NotRestored(names=("environment.API_KEY",)), "all but environment.API_KEY, whose earlier value is not stored"),
    (PlanRefused(message="the registry has no function x"), "the registry has no function x"),
    (FunctionSaid(message="KeyError: city"), "KeyError: city"),
    (NoFunction(), "there is no such function"),
    (
        AnswerDiffers(
            mismatches=(
                Mismatch(field="ok", expected=True, answered=1),
                Mismatch(field="城市", expected="杭州", absent=True),
                Mismatch(expected=None, answered=[1]),
            )
        ),
        'ok: expected true, returned 1; 城市: expected "杭州", not in the answer; expected null, returned [1]',
    ),
)


@pytest.mark.parametrize(("cause", "text"), CASES, ids=lambda item: getattr(item, "code", ""))
def test_a_cause_is_told_so(cause: Cause, text: str) -> None:
    assert cause_text(cause) == text


@pytest.mark.parametrize("cause", [cause for cause, _ in CASES], ids=lambda cause: str(cause.code))
def test_a_cause_survives_as_data(cause: Cause) -> None:
    assert cause_from(cause_json(cause)) == cause


def test_there_is_a_case_for_every_cause() -> None:
    (union, _) = get_args(Cause)
    assert {type(cause) for cause, _ in CASES} == set(get_args(union))
