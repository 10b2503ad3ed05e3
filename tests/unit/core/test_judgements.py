"""Every combination of what decides an exit code, and what a user's words allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.exit_status import ExitCode, counts, judge, report_verdict, verdict
from sync.core.plan.model import Finding, FlowRef, InvokeCheck, Origin
from sync.core.plan.policy import Policy
from sync.core.plan.report import Outcome, Report, Result, Verdict
from sync.core.rules.rule import Severity
from sync.specs.ids import Uid
from tests.fakes.worlds import CENTER, at, found, gap, plan, wanted

NONE, DRIFT, PENDING = ExitCode.IN_SYNC, ExitCode.DRIFT, ExitCode.PENDING
BARS: tuple[Severity, ...] = ("info", "warning", "error")
HARMFUL, UNREAD = ExitCode.INCOMPATIBLE, ExitCode.INCOMPLETE
STEP = InvokeCheck(
    id="t1",
    uid=Uid("a"),
    center=CENTER,
    instance="ccc-test",
    by_hand=False,
    target=at("cn-hangzhou/demo-service/a"),
    role="",
    check="c",
    input={},
    expect=None,
)


@pytest.mark.parametrize(
    ("code", "origin", "at_bars"),
    [
        ("SG002", "drift", (DRIFT, NONE, NONE)),
        ("SG002", "pending", (PENDING, NONE, NONE)),
        ("SG002", "unrecorded", (PENDING, NONE, NONE)),
        ("SG002", None, (NONE, NONE, NONE)),
        ("CF003", "drift", (DRIFT, DRIFT, NONE)),
        ("CF003", "pending", (PENDING, PENDING, NONE)),
        ("CF003", "unrecorded", (PENDING, PENDING, NONE)),
        ("CF003", None, (NONE, NONE, NONE)),
        ("RG009", "drift", (DRIFT, DRIFT, DRIFT)),
        ("RG009", "pending", (PENDING, PENDING, PENDING)),
        ("RG009", "unrecorded", (PENDING, PENDING, PENDING)),
        ("RG009", None, (NONE, NONE, NONE)),
        ("ZZ999", "drift", (DRIFT, DRIFT, DRIFT)),
        ("ZZ999", "pending", (PENDING, PENDING, PENDING)),
        ("ZZ999", None, (NONE, NONE, NONE)),
        *[(code, None, (UNREAD, UNREAD, UNREAD)) for code in (f"OB00{number}" for number in range(1, 9))],
    ],
)
def test_a_finding_alone_says_this_at_each_bar(
    code: str, origin: Origin | None, at_bars: tuple[ExitCode, ExitCode, ExitCode]
) -> None:
    finding = Finding(code=code, subject="x", origin=origin)
    breaking = replace(finding, breaks=True)

    assert tuple(judge([finding], (), bar) for bar in BARS) == at_bars
    assert tuple(counts(finding, bar) for bar in BARS) == tuple(said is not NONE for said in at_bars)
    assert (judge([finding], ()), counts(finding)) == (at_bars[1], at_bars[1] is not NONE)
    assert [judge([breaking], (), bar) for bar in BARS] == [HARMFUL] * 3
    assert [counts(breaking, bar) for bar in BARS] == [True] * 3


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("drifted", [False, True])
@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("waiting", [False, True])
def test_of_several_harms_the_highest_is_said(*, broken: bool, drifted: bool, unread: bool, waiting: bool) -> None:
    present = {HARMFUL: broken, DRIFT: drifted, UNREAD: unread, PENDING: waiting, NONE: True}
    highest = next(code for code, there in present.items() if there)  # in this order
    findings = [
        *[Finding(code="CF003", subject="w", origin="pending")] * waiting,
        *[Finding(code="CF003", subject="d", origin="drift")] * drifted,
        *[Finding(code="RG002", subject="b", origin=None, breaks=True)] * broken,
    ]
    gaps = [gap("flows", "hotline")] * unread
    of_all = replace(plan(wanted(), found()), findings=tuple(findings), gaps=tuple(gaps))

    assert (judge(findings, gaps), judge(reversed(findings), gaps), verdict(of_all)) == (highest,) * 3


def test_an_exit_code_has_this_number_and_these_words() -> None:
    assert [(code.value, code.word, code.bare_word) for code in ExitCode] == [
        (0, "in-sync", "ok"),
        (1, "error", "error"),
        (2, "drift", "drift"),
        (3, "pending", "pending"),
        (4, "incompatible", "incompatible"),
        (5, "incomplete", "incomplete"),
        (130, "stopped", "stopped"),
    ]


@pytest.mark.parametrize(
    ("outcome", "before", "is_harm", "is_harmful", "has_failures", "code"),
    [
        ("done", None, False, False, False, DRIFT),
        ("done", "passed", False, False, False, DRIFT),
        ("by-hand", None, False, False, False, DRIFT),
        ("not-run", "passed", False, False, False, DRIFT),
        ("failed", None, False, False, True, ExitCode.ERROR),
        ("failed", "failed", False, False, True, ExitCode.ERROR),
        ("failed", "passed", True, True, False, HARMFUL),
        ("put-back", None, False, True, False, HARMFUL),
        ("put-back", "passed", False, True, False, HARMFUL),
    ],
)
def test_how_one_step_ended_decides_what_an_apply_says(
    outcome: Outcome, before: Verdict | None, code: ExitCode, *, is_harm: bool, is_harmful: bool, has_failures: bool
) -> None:
    after = replace(plan(wanted(), found()), findings=(Finding(code="CF003", subject="x", origin="drift"),))
    result = Result(step=STEP, outcome=outcome, before=before)
    fine, failed = Result(step=STEP, outcome="done"), Result(step=STEP, outcome="failed")
    report = Report(plan="p", results=(fine, result, fine))

    assert (result.is_harm, report.is_harmful, report.has_other_failures) == (is_harm, is_harmful, has_failures)
    assert report_verdict(report, after) is code
    assert report_verdict(report, None) is ExitCode.STOPPED
    assert report_verdict(replace(report, results=(result, failed)), after) is ExitCode.ERROR


def test_outcomes_are_counted_each_by_itself() -> None:
    outcomes: tuple[Outcome, ...] = ("done", "failed", "done", "put-back", "by-hand", "done", "failed")
    report = Report(plan="p", results=tuple(Result(step=STEP, outcome=outcome) for outcome in outcomes))
    every: tuple[Outcome, ...] = ("done", "failed", "put-back", "by-hand", "not-run")

    assert [report.count(outcome) for outcome in every] == [3, 2, 1, 1, 0]


def test_what_is_not_said_of_a_step_is_nothing() -> None:
    assert Result(step=STEP, outcome="done") == Result(
        step=STEP, outcome="done", reason=None, cause=None, answer=None, registration_id=None, via=None, before=None
    )
    assert Report(plan="p", results=()) == Report(plan="p", results=(), interrupted=False)


def test_without_a_word_of_the_user_a_quarter_may_go_and_always_two() -> None:
    assert Policy() == Policy(allowed_flows=frozenset(), named_removals=None, removal_share=0.25, removal_floor=2)
    assert [Policy().removal_limit(size) for size in (0, 1, 8, 11, 12, 15, 16, 100)] == [2, 2, 2, 2, 3, 3, 4, 25]
    assert Policy(removal_share=0.5, removal_floor=1).removal_limit(5) == 2
    assert Policy(removal_share=0.0, removal_floor=0).removal_limit(5) == 0


@pytest.mark.parametrize(
    ("named", "registrations", "allowed"),
    [
        pytest.param(None, 8, [0, 1, 2], id="not-named"),
        pytest.param(None, 16, [0, 1, 2, 3, 4], id="not-named-of-more"),
        pytest.param(0, 8, [0], id="none"),
        pytest.param(1, 8, [0, 1], id="fewer-than-the-limit"),
        pytest.param(2, 8, [0, 1, 2], id="the-limit"),
        pytest.param(5, 8, [0, 1, 2, 5], id="more-than-the-limit"),
    ],
)
def test_a_number_that_is_named_is_allowed_exactly_and_narrows_the_limit(
    named: int | None, registrations: int, allowed: list[int]
) -> None:
    policy = Policy(named_removals=named)

    assert [number for number in range(8) if policy.allows_removals(number, registrations)] == allowed


def test_a_flow_blocks_unless_it_is_named_by_id_or_name() -> None:
    one, two, three = (FlowRef(center=CENTER, id=f"f{at}", name=f"flow {at}", published=at == 1) for at in (1, 2, 3))
    flows = (one, two, three)

    assert Policy().blocking(flows) == flows
    assert Policy(allowed_flows=frozenset({"f1"})).blocking(flows) == (two, three)
    assert Policy(allowed_flows=frozenset({"flow 2"})).blocking(flows) == (one, three)
    assert Policy(allowed_flows=frozenset({"f3", "flow 1"})).blocking(flows) == (two,)
    assert Policy(allowed_flows=frozenset({"f1", "f2", "f3"})).blocking(flows) == ()
