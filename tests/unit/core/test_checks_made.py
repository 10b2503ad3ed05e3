"""What test calls show becomes findings and gaps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.flows.routes import Route
from sync.core.origin import LockIndex
from sync.core.plan.cause import AnswerDiffers, CloudSaid, Mismatch, cause_json
from sync.core.plan.model import FlowRef, InvokeCheck
from sync.core.plan.report import Reason, Result
from sync.core.rules import check
from sync.core.worlds import WantedCheck
from sync.specs.ids import Uid
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, at, entry, listed, lock, registered, wanted

A = "cn-hangzhou/demo-service/a"
OF = wanted(registered("a", A, checks=[WantedCheck(name="answers", input={}, expect="yes")]))
STEP = InvokeCheck(
    id="t1",
    uid=Uid("a"),
    center=CENTER,
    instance="ccc-test",
    by_hand=False,
    target=at(A),
    role="",
    check="answers",
    input={},
    expect="yes",
    registration_id="r1",
)
FLOW = FlowRef(center=CENTER, id="f1", name="flow f1", published=True)
DIFFERS = AnswerDiffers(mismatches=(Mismatch(expected="yes", answered="no"),))
LOST = CloudSaid(operation="TestFcInvocation", cloud_code="LostAnswer", message="none came")
WRONG = Result(step=STEP, outcome="failed", reason="unexpected-answer", cause=DIFFERS, via="registration")


def through(*flows: FlowRef) -> dict[str, Route]:
    return {"t1": Route(registration=listed("r1", A), flows=flows)}


@pytest.mark.parametrize(
    ("flows", "breaks"), [pytest.param((FLOW,), True, id="a-flow-holds-it"), pytest.param((), False, id="nobody-does")]
)
def test_a_check_that_fails_is_an_error_that_breaks_the_flows_that_hold_its_registration(
    flows: tuple[FlowRef, ...], *, breaks: bool
) -> None:
    (finding,) = check.judge([WRONG], through(*flows), OF, LockIndex(lock(a=entry(A, identity="r1"))))
    assert (finding.code, finding.subject, finding.uid, finding.center) == ("SG024", "r1", "a", CENTER)
    assert (finding.origin, finding.flows, finding.breaks) == ("drift", flows, breaks)
    assert finding.args == {"check": "answers", "target": A, "reason": cause_json(DIFFERS)}
    assert str(finding.where) == "test.yaml:1:1"


@pytest.mark.parametrize(
    ("recorded", "origin"),
    [
        pytest.param(None, "unrecorded", id="no-lock"),
        pytest.param(lock(), "drift", id="not-in-the-lock"),
        pytest.param(lock(a=entry(A)), "drift", id="in-the-lock"),
    ],
)
def test_what_answers_wrongly_never_waits_for_apply(recorded: Lock | None, origin: str) -> None:
    (finding,) = check.judge([WRONG], through(), OF, LockIndex(recorded))
    assert finding.origin == origin


@pytest.mark.parametrize(
    ("reason", "findings", "gaps"),
    [
        pytest.param("unexpected-answer", 1, 0, id="another-answer"),
        pytest.param("function-failed", 1, 0, id="it-failed"),
        pytest.param("function-missing", 1, 0, id="there-is-none"),
        pytest.param("refused-by-cloud", 0, 1, id="the-call-was-refused"),
    ],
)
def test_a_call_that_was_not_answered_is_a_gap_and_says_nothing_of_the_function(reason: Reason, findings: int, gaps: int) -> None:
    result = replace(WRONG, reason=reason)
    assert len(list(check.judge([result], through(), OF, LockIndex(None)))) == findings
    assert len(list(check.unmade([result]))) == gaps


def test_a_gap_names_the_call_and_what_was_said() -> None:
    (gap,) = check.unmade([replace(WRONG, reason="refused-by-cloud", cause=LOST)])
    assert (gap.scope, gap.subject, gap.operation) == ("check", "hotline/a/answers", "TestFcInvocation")
    assert (gap.code, gap.message) == ("LostAnswer", "none came")


def test_a_check_that_passes_is_nothing_to_tell() -> None:
    fine = Result(step=STEP, outcome="done")
    assert [*check.judge([fine], through(FLOW), OF, LockIndex(None)), *check.unmade([fine])] == []


def test_a_function_that_is_not_there_is_its_own_reason() -> None:
    (finding,) = check.judge([replace(WRONG, reason="function-missing")], through(), OF, LockIndex(None))
    assert finding.args["reason"] == {"code": "no-function"}
