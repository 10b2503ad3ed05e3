"""A plan for `--quiet`: one line for each thing, to be read by eye or by grep, and the verdict last."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.plan.exit_status import DEFAULT_BAR
from sync.core.plan.model import Plan
from sync.core.plan.report import Report
from sync.core.rules.rule import Severity
from sync.render.causes import cause_text
from sync.render.escape import visible
from sync.render.findings import finding_line, flows_named, harm
from sync.render.page import PLAIN
from sync.render.report_text import progress_line
from sync.render.steps import step_line
from sync.render.summary import summary_line


def quiet_lines(plan: Plan, bar: Severity = DEFAULT_BAR) -> Iterator[str]:
    """One line for each finding, those that break a flow first; for each step; for each step held back; then the verdict."""
    yield from map(finding_line, sorted(plan.findings, key=harm))
    for number, step in enumerate(plan.steps, 1):
        part = step_line(step)
        yield f"step {number}: {part.verb} {part.subject}" + (" (by hand)" if step.by_hand else "")
    for refusal in plan.refusals:
        part = step_line(refusal.step)
        flows = f": {flows_named(refusal.flows)}" if refusal.flows else ""
        yield f"held back: {part.verb} {part.subject} ({refusal.reason}{flows})"
    yield summary_line(plan, PLAIN, bar)


def undone_lines(report: Report) -> Iterator[str]:
    """One line for each step that did not end done, with the reason."""
    for result in report.results:
        if result.outcome != "done":
            yield progress_line(result) + (f": {visible(cause_text(result.cause))}" if result.cause is not None else "")
