"""The highest harm decides the exit code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan import Finding, Plan, Step
from sync.core.report import Outcome, Report, Result
from sync.core.verdict import ExitCode, report_verdict, verdict
from tests.fakes.worlds import found, gap, plan, registered, there, wanted

EMPTY = plan(wanted(), found())
DRIFT = Finding(code="CF003", subject="x", origin="drift")
PENDING = Finding(code="CF003", subject="x", origin="pending")
UNRECORDED = Finding(code="CF003", subject="x", origin="unrecorded")
BREAKING = Finding(code="RG002", subject="x", origin=None, breaks=True)
NOTED = Finding(code="RG008", subject="x", origin=None)
GAP = gap("flows", "hotline")
STEP: Step = plan(
    wanted(registered("lookup", "cn-hangzhou/demo-service/lookup")), found(there("cn-hangzhou/demo-service/lookup"))
).steps[0]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        pytest.param(EMPTY, ExitCode.IN_SYNC, id="nothing"),
        pytest.param(replace(EMPTY, findings=(NOTED,)), ExitCode.IN_SYNC, id="worth-knowing-only"),
        pytest.param(replace(EMPTY, findings=(NOTED,), gaps=(GAP,)), ExitCode.INCOMPLETE, id="a-gap"),
        pytest.param(replace(EMPTY, findings=(PENDING,), gaps=(GAP,)), ExitCode.PENDING, id="pending-over-a-gap"),
        pytest.param(replace(EMPTY, findings=(UNRECORDED,)), ExitCode.PENDING, id="unrecorded-is-pending"),
        pytest.param(replace(EMPTY, findings=(PENDING, DRIFT), gaps=(GAP,)), ExitCode.DRIFT, id="drift-over-pending"),
        pytest.param(replace(EMPTY, findings=(DRIFT, BREAKING)), ExitCode.INCOMPATIBLE, id="broken-over-drift"),
    ],
)
def test_the_exit_code_of_a_plan_is_its_highest_harm(made: Plan, code: ExitCode) -> None:
    assert verdict(made) is code


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        pytest.param([], ExitCode.IN_SYNC, id="nothing-to-do"),
        pytest.param(["done"], ExitCode.IN_SYNC, id="all-done"),
        pytest.param(["done", "by-hand"], ExitCode.INCOMPLETE, id="something-for-a-hand"),
        pytest.param(["not-run", "by-hand"], ExitCode.INCOMPLETE, id="something-left"),
        pytest.param(["done", "failed", "not-run"], ExitCode.ERROR, id="something-failed"),
    ],
)
def test_the_exit_code_of_a_report_says_what_is_left(outcomes: list[Outcome], code: ExitCode) -> None:
    report = Report(plan="test", results=tuple(Result(step=STEP, outcome=outcome) for outcome in outcomes))

    assert report_verdict(report) is code
