"""The verdict of a run: the same for the exit code, the JSON document and the last line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from typing import Literal

from sync.core.plan.model import Finding, Plan
from sync.core.plan.report import Report
from sync.core.rules.catalogue import RULES
from sync.core.rules.observation import CODES
from sync.core.rules.rule import Severity
from sync.core.worlds import Gap

Word = Literal["in-sync", "ok", "error", "drift", "pending", "incompatible", "incomplete", "stopped"]
DEFAULT_BAR: Severity = "warning"


class ExitCode(IntEnum):
    """The exit codes of every command."""

    IN_SYNC = 0
    ERROR = 1
    DRIFT = 2
    PENDING = 3
    INCOMPATIBLE = 4
    INCOMPLETE = 5
    STOPPED = 130  # 128 + SIGINT, as shells count

    @property
    def word(self) -> Word:
        """The same for machines, in the documents of commands that compare the registry with the clouds."""
        return _WORDS[self]

    @property
    def bare_word(self) -> Word:
        """The same in the documents of commands that compare nothing: 0 says only that all went well there."""
        return "ok" if self is ExitCode.IN_SYNC else self.word


# Unread is worse than pending: pending changes are known, and a gap may hide anything above it.
HIGHEST_FIRST = (
    ExitCode.ERROR,
    ExitCode.INCOMPATIBLE,
    ExitCode.DRIFT,
    ExitCode.INCOMPLETE,
    ExitCode.PENDING,
    ExitCode.IN_SYNC,
)
_WORDS: Mapping[ExitCode, Word] = {
    ExitCode.IN_SYNC: "in-sync",
    ExitCode.ERROR: "error",
    ExitCode.DRIFT: "drift",
    ExitCode.PENDING: "pending",
    ExitCode.INCOMPATIBLE: "incompatible",
    ExitCode.INCOMPLETE: "incomplete",
    ExitCode.STOPPED: "stopped",
}
_SEVERITIES: Mapping[str, Severity] = {rule.code: rule.severity for rule in RULES}
_RANKS: Mapping[Severity, int] = {"info": 0, "warning": 1, "error": 2}
_UNREAD = frozenset(CODES.values())


def judge(findings: Iterable[Finding], gaps: Sequence[Gap], bar: Severity = DEFAULT_BAR) -> ExitCode:
    """The highest harm among them. Findings below the bar do not count, unless they break a published flow.

    What could not be read always counts: the bar applies to conclusions, and a gap allows none.
    """
    harms = {_harm(finding, bar) for finding in findings}
    if gaps:
        harms.add(ExitCode.INCOMPLETE)
    return next((code for code in HIGHEST_FIRST if code in harms), ExitCode.IN_SYNC)


def counts(finding: Finding, bar: Severity = DEFAULT_BAR) -> bool:
    """Whether a finding counts for the exit code."""
    return _harm(finding, bar) is not ExitCode.IN_SYNC


def verdict(plan: Plan, bar: Severity = DEFAULT_BAR) -> ExitCode:
    """The exit code of a plan, or of the part of it that `drift` shows."""
    return judge(plan.findings, plan.gaps, bar)


def report_verdict(report: Report, after: Plan | None) -> ExitCode:
    """The exit code of an apply: that of a plan made afterwards, unless a step failed or somebody stopped it.

    A check that passed before the run and failed after it is harm to callers, not an error of the run, even where the change was
    put back.
    """
    if after is None:
        return ExitCode.STOPPED
    if report.has_other_failures:
        return ExitCode.ERROR
    return ExitCode.INCOMPATIBLE if report.is_harmful else verdict(after)


def _harm(finding: Finding, bar: Severity) -> ExitCode:
    """The exit code of one finding. A finding without an origin is neither drift nor pending: it is informational."""
    if finding.breaks:
        return ExitCode.INCOMPATIBLE
    if finding.code in _UNREAD:
        return ExitCode.INCOMPLETE
    # An unknown code, of a later version, counts.
    if finding.origin is None or _RANKS[_SEVERITIES.get(finding.code, "error")] < _RANKS[bar]:
        return ExitCode.IN_SYNC
    return ExitCode.DRIFT if finding.origin == "drift" else ExitCode.PENDING
