"""What a plan or a report says to whoever reads only the exit code."""

from __future__ import annotations

from enum import IntEnum

from sync.core.plan import Plan
from sync.core.report import Report


class ExitCode(IntEnum):
    """The exit codes of every command. The highest harm wins: 1, 4, 2, 3, 5, 0."""

    IN_SYNC = 0
    ERROR = 1
    DRIFT = 2
    PENDING = 3
    INCOMPATIBLE = 4
    INCOMPLETE = 5


def verdict(plan: Plan) -> ExitCode:
    """The exit code of a plan. What is only worth knowing (unmanaged registrations) does not count."""
    origins = {finding.origin for finding in plan.findings}
    if any(finding.breaks for finding in plan.findings):
        return ExitCode.INCOMPATIBLE
    if "drift" in origins:
        return ExitCode.DRIFT
    if "pending" in origins or "unrecorded" in origins:
        return ExitCode.PENDING
    return ExitCode.INCOMPLETE if plan.gaps else ExitCode.IN_SYNC


def report_verdict(report: Report) -> ExitCode:
    """The exit code of a report: an error when a step failed, incomplete when work is left for a hand or for another run."""
    if report.count("failed"):
        return ExitCode.ERROR
    if report.count("by-hand") or report.count("not-run"):
        return ExitCode.INCOMPLETE
    return ExitCode.IN_SYNC
