"""What test calls show, and through which registration they go, to the last field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.assessment import assess
from sync.core.flows.routes import Route, routes
from sync.core.origin import LockIndex
from sync.core.plan.cause import AnswerDiffers, Cause, CloudSaid, FunctionSaid, Mismatch
from sync.core.plan.model import Finding, FlowRef, InvokeCheck, Register
from sync.core.plan.report import Outcome, Reason, Result, Via
from sync.core.rules import check
from sync.core.worlds import Found, FoundRegistration, Gap, RegistrationState, Wanted, WantedCenter, WantedRegistration
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Lock, Where
from tests.fakes.worlds import CENTER, at, entry, flow, found, function, gap, listed, lock, registered, registration, there, wanted

A, B = "cn-hangzhou/demo-service/a", "cn-hangzhou/demo-service/b"
NIGHT = CenterName("night")
F1 = FlowRef(center=CENTER, id="f1", name="flow f1", published=True)
SAID_NO = FunctionSaid(message="answered no")
DRAFT = FlowRef(center=CENTER, id="f2", name="flow f2", published=False)


def step(identity: str | None = "r1", uid: str = "a") -> InvokeCheck:
    return InvokeCheck(
        id="t1",
        uid=Uid(uid),
        center=CENTER,
        instance="ccc-test",
        by_hand=False,
        target=at(A),
        role="",
        check="answers",
        input={},
        expect="yes",
        registration_id=identity,
    )


def failed(
    reason: Reason | None, cause: Cause | None = SAID_NO, *, of: InvokeCheck | None = None, via: Via | None = None
) -> Result:
    return Result(step=of or step(), outcome="failed", reason=reason, cause=cause, via=via)


def said(operation: str, code: str, message: str) -> CloudSaid:
    return CloudSaid(operation=operation, cloud_code=code, message=message, request_id="r-1")


def judged(result: Result, *flows: FlowRef, recorded: Lock | None = None) -> list[Finding]:
    through = {"t1": Route(registration=listed("r1", A), flows=flows)}
    return list(check.judge([result], through, wanted(registered("a", A)), LockIndex(recorded)))


def told(**other: object) -> Finding:
    finding = Finding(
        code="SG024",
        subject="r1",
        origin="unrecorded",
        uid=Uid("a"),
        center=CENTER,
        where=Where("test.yaml", 1, 1),
        changes=(),
        args={"check": "answers", "target": A, "reason": {"code": "function-said", "message": "answered no"}},
        flows=(),
        breaks=False,
    )
    return replace(finding, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reason", "cause", "told_of_it"),
    [
        (
            "unexpected-answer",
            AnswerDiffers(mismatches=(Mismatch(field="city", expected="杭州", answered=1),)),
            {
                "code": "answer-differs",
                "mismatches": [{"field": "city", "expected": "杭州", "answered": 1, "absent": False, "unexpected": False}],
            },
        ),
        ("unexpected-answer", None, None),
        ("function-failed", FunctionSaid(message="it raised"), {"code": "function-said", "message": "it raised"}),
        ("function-missing", FunctionSaid(message="404"), {"code": "no-function"}),
        ("function-missing", None, {"code": "no-function"}),
    ],
)
def test_a_wrong_answer_is_this_finding(reason: Reason, cause: Cause | None, told_of_it: JsonValue) -> None:
    assert judged(failed(reason, cause)) == [told(args={"check": "answers", "target": A, "reason": told_of_it})]


@pytest.mark.parametrize(
    ("flows", "breaks"), [((), False), ((DRAFT,), False), ((F1,), True), ((DRAFT, F1), True), ((F1, DRAFT), True)]
)
def test_it_breaks_the_published_flows_that_hold_its_registration(flows: tuple[FlowRef, ...], *, breaks: bool) -> None:
    assert judged(failed("function-failed"), *flows) == [told(flows=flows, breaks=breaks)]


@pytest.mark.parametrize("recorded", [lock(), lock(b=entry(A)), lock(a=entry(A)), lock(a=entry(B))])
def test_beside_a_lock_it_is_drift(recorded: Lock) -> None:
    assert judged(failed("function-failed"), recorded=recorded) == [told(origin="drift")]


def test_without_a_registration_it_is_about_the_place() -> None:
    assert judged(failed("function-failed", of=step(None))) == [told(subject=A)]


def test_of_a_function_that_the_registry_does_not_name_it_has_no_line() -> None:
    assert judged(failed("function-failed", of=step(uid="other"))) == [told(uid=Uid("other"), where=None)]


def test_each_wrong_answer_is_told_and_everything_between_passed_over() -> None:
    after = RegistrationState(target=at(A), description="", role="", failover=None)
    register = Register(id="t1", uid=Uid("a"), center=CENTER, instance="ccc-test", by_hand=False, after=after)
    results = [
        Result(step=register, outcome="failed", reason="function-missing", cause=SAID_NO),
        Result(step=step(), outcome="done"),
        failed("function-failed", FunctionSaid(message="one")),
        failed("no-connection"),
        failed("unexpected-answer", FunctionSaid(message="two")),
    ]
    through = {"t1": Route(registration=listed("r1", A), flows=())}

    findings = check.judge(results, through, wanted(registered("a", A)), LockIndex(None))

    told_of = [{"code": "function-said", "message": "one"}, {"code": "function-said", "message": "two"}]
    assert [finding.args["reason"] for finding in findings] == told_of
    assert [one.code for one in check.unmade(results)] == ["no-connection"]


@pytest.mark.parametrize(
    ("result", "gap"),
    [
        pytest.param(
            failed("refused-by-cloud", said("TestFcInvocation", "Forbidden", "no right"), via="registration"),
            ("TestFcInvocation", "Forbidden", "no right"),
            id="by-the-registration",
        ),
        pytest.param(
            failed("no-connection", said("InvokeFunction", "NoConnection", "no route"), via="function"),
            ("InvokeFunction", "NoConnection", "no route"),
            id="directly",
        ),
        pytest.param(failed("unconfirmed", None), ("InvokeFunction", "unconfirmed", ""), id="without-words"),
        pytest.param(failed(None, None, via="registration"), ("TestFcInvocation", "", ""), id="without-a-reason"),
    ],
)
def test_a_call_without_an_answer_is_this_gap(result: Result, gap: tuple[str, str, str]) -> None:
    operation, code, message = gap
    assert list(check.unmade([result])) == [
        Gap(
            scope="check",
            subject="hotline/a/answers",
            generation=None,
            operation=operation,
            code=code,
            message=message,
            request_id="r-1" if message else "",
        )
    ]


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("done", None),
        ("done", "after-lost-answer"),
        ("not-run", "interrupted"),
        ("by-hand", None),
        ("failed", "unexpected-answer"),
        ("failed", "function-failed"),
        ("failed", "function-missing"),
    ],
)
def test_other_ends_of_a_call_are_no_gap(outcome: Outcome, reason: Reason | None) -> None:
    assert list(check.unmade([Result(step=step(), outcome=outcome, reason=reason)])) == []


def test_a_step_that_is_no_call_is_no_gap() -> None:
    after = RegistrationState(target=at(A), description="", role="", failover=None)
    register = Register(id="s1", uid=Uid("a"), center=CENTER, instance="ccc-test", by_hand=False, after=after)

    assert list(check.unmade([Result(step=register, outcome="failed", reason="refused-by-cloud", cause=SAID_NO)])) == []


def night(identity: str, target: str) -> FoundRegistration:
    return replace(listed(identity, target), center=NIGHT)


def two_centers() -> Wanted:
    at_night: WantedRegistration = replace(registration("a", A), center=NIGHT)
    of = wanted(function("a", A, registration("a", A), at_night), registered("b", B))
    return replace(of, centers=(*of.centers, WantedCenter(name=NIGHT, instance="ccc-night", mode="api")))


def test_by_function_and_center_it_is_said_where_calls_go() -> None:
    world = found(
        there(A), there(B), listed("r3", A), listed("r1", A), listed("r2", A), listed("r4", B), night("n1", A),
        flow("f1", "r3"), flow("f0", "r3"), flow("f2", "r2", published=False), flow("f3", "r1"), flow("f4", "r4", published=False),
    )  # fmt: skip
    f0, f3 = (FlowRef(center=CENTER, id=name, name=f"flow {name}", published=True) for name in ("f0", "f3"))

    assert routes(assess(two_centers(), None, world)) == {
        (Uid("a"), CENTER): (
            Route(registration=listed("r1", A), flows=(f3,)),
            Route(registration=listed("r3", A), flows=(f0, F1)),
        ),
        (Uid("b"), CENTER): (Route(registration=listed("r4", B), flows=()),),
        (Uid("a"), NIGHT): (Route(registration=night("n1", A), flows=()),),
    }


def test_a_center_that_could_not_be_read_is_not_named() -> None:
    world = found(there(A), there(B), listed("r1", A), night("n1", A), gap("registrations", "hotline"))

    assert routes(assess(two_centers(), None, world)) == {(Uid("a"), NIGHT): (Route(registration=night("n1", A), flows=()),)}


@pytest.mark.parametrize("holds", [True, False])
def test_one_that_points_elsewhere_is_called_only_where_a_flow_holds_it(*, holds: bool) -> None:
    world: Found = found(there(A), there(B), listed("r1", B), *([flow("f1", "r1")] if holds else []))
    known = lock(a=entry(A, identity="r1"))
    expected = {(Uid("a"), CENTER): (Route(registration=listed("r1", B), flows=(F1,)),)} if holds else {}

    assert routes(assess(wanted(registered("a", A)), known, world)) == expected


def test_without_a_lock_nothing_is_known_to_have_moved() -> None:
    assert routes(assess(wanted(registered("a", A)), None, found(there(A), there(B), listed("r1", B), flow("f1", "r1")))) == {}
