"""The highest harm decides the exit code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.exit_status import ExitCode, report_verdict, verdict
from sync.core.plan.model import Finding, Plan, Step
from sync.core.plan.report import Outcome, Report, Result
from sync.core.rules.rule import Severity
from tests.fakes.worlds import found, gap, plan, registered, there, wanted

EMPTY = plan(wanted(), found())
DRIFT = Finding(code="CF003", subject="x", origin="drift")
PENDING = Finding(code="CF003", subject="x", origin="pending")
UNRECORDED = Finding(code="CF003", subject="x", origin="unrecorded")
BREAKING = Finding(code="RG002", subject="x", origin=None, breaks=True)
NOTED = Finding(code="RG008", subject="x", origin=None)
STALE = Finding(code="RG002", subject="x", origin=None)
UNREAD = Finding(code="OB003", subject="hotline", origin=None)
GROWN = Finding(code="SG002", subject="x", origin="drift")  # an optional input more: informational
MISDIRECTED = Finding(code="RG009", subject="x", origin="drift")  # an error
UNKNOWN = Finding(code="ZZ999", subject="x", origin="drift")
GAP = gap("flows", "hotline")
STEP: Step = plan(
    wanted(registered("lookup", "cn-hangzhou/demo-service/lookup")), found(there("cn-hangzhou/demo-service/lookup"))
).steps[0]


def of(*findings: Finding, gaps: bool = False) -> Plan:
    return replace(EMPTY, findings=findings, gaps=(GAP,) if gaps else ())


@pytest.mark.parametrize(
    ("made", "code"),
    [
        pytest.param(EMPTY, ExitCode.IN_SYNC, id="nothing"),
        pytest.param(of(NOTED), ExitCode.IN_SYNC, id="worth-knowing-only"),
        pytest.param(of(STALE), ExitCode.IN_SYNC, id="nobody's-stale-registration-that-no-flow-calls"),
        pytest.param(of(GROWN), ExitCode.IN_SYNC, id="informational-drift-only"),
        pytest.param(of(NOTED, gaps=True), ExitCode.INCOMPLETE, id="a-gap"),
        pytest.param(of(UNREAD), ExitCode.INCOMPLETE, id="a-finding-about-a-gap"),
        pytest.param(of(PENDING), ExitCode.PENDING, id="pending"),
        pytest.param(of(UNRECORDED), ExitCode.PENDING, id="unrecorded-is-pending"),
        pytest.param(of(PENDING, gaps=True), ExitCode.INCOMPLETE, id="a-gap-over-pending"),
        pytest.param(of(PENDING, DRIFT, gaps=True), ExitCode.DRIFT, id="drift-over-a-gap"),
        pytest.param(of(DRIFT, BREAKING, gaps=True), ExitCode.INCOMPATIBLE, id="broken-over-drift"),
        pytest.param(of(UNKNOWN), ExitCode.DRIFT, id="a-code-of-a-later-version"),
    ],
)
def test_the_exit_code_of_a_plan_is_its_highest_harm(made: Plan, code: ExitCode) -> None:
    assert verdict(made) is code


@pytest.mark.parametrize(
    ("made", "error", "warning", "info"),
    [
        pytest.param(of(MISDIRECTED), ExitCode.DRIFT, ExitCode.DRIFT, ExitCode.DRIFT, id="an-error"),
        pytest.param(of(DRIFT), ExitCode.IN_SYNC, ExitCode.DRIFT, ExitCode.DRIFT, id="a-warning"),
        pytest.param(of(GROWN), ExitCode.IN_SYNC, ExitCode.IN_SYNC, ExitCode.DRIFT, id="an-information"),
        pytest.param(of(PENDING, GROWN), ExitCode.IN_SYNC, ExitCode.PENDING, ExitCode.DRIFT, id="each-by-its-own-severity"),
        pytest.param(of(NOTED, STALE), ExitCode.IN_SYNC, ExitCode.IN_SYNC, ExitCode.IN_SYNC, id="neither-drift-nor-pending"),
        pytest.param(
            of(replace(GROWN, breaks=True)), ExitCode.INCOMPATIBLE, ExitCode.INCOMPATIBLE, ExitCode.INCOMPATIBLE, id="a-broken-flow"
        ),
        pytest.param(of(gaps=True), ExitCode.INCOMPLETE, ExitCode.INCOMPLETE, ExitCode.INCOMPLETE, id="a-gap"),
    ],
)
def test_the_bar_moves_what_counts_as_drift_and_pending_and_nothing_else(
    made: Plan, error: ExitCode, warning: ExitCode, info: ExitCode
) -> None:
    bars: tuple[Severity, ...] = ("error", "warning", "info")
    assert tuple(verdict(made, bar) for bar in bars) == (error, warning, info)


@pytest.mark.parametrize(
    ("outcomes", "after", "code"),
    [
        pytest.param([], EMPTY, ExitCode.IN_SYNC, id="nothing-to-do"),
        pytest.param(["done"], EMPTY, ExitCode.IN_SYNC, id="all-done"),
        pytest.param(["done"], of(gaps=True), ExitCode.INCOMPLETE, id="done-and-not-everything-could-be-read-again"),
        pytest.param(["done", "by-hand"], of(PENDING), ExitCode.PENDING, id="a-change-left-for-a-hand"),
        pytest.param(["done", "by-hand"], EMPTY, ExitCode.IN_SYNC, id="a-test-call-left-for-a-hand"),
        pytest.param(["done", "by-hand"], of(BREAKING), ExitCode.INCOMPATIBLE, id="a-flow-broken-until-the-hand-has-done-it"),
        pytest.param(["done", "failed", "not-run"], of(BREAKING), ExitCode.ERROR, id="something-failed"),
        pytest.param(["done", "not-run"], None, ExitCode.STOPPED, id="stopped"),
    ],
)
def test_the_exit_code_of_an_apply_is_that_of_a_plan_made_afterwards_unless_a_step_failed(
    outcomes: list[Outcome], after: Plan | None, code: ExitCode
) -> None:
    report = Report(plan="test", results=tuple(Result(step=STEP, outcome=outcome) for outcome in outcomes))

    assert report_verdict(report, after) is code
