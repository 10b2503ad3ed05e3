"""The last lines of a plan: the verdict in one word, the counts, and the commands that come next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sync.core.plan.exit_status import DEFAULT_BAR, ExitCode, counts, verdict
from sync.core.plan.model import Finding, Plan
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.observation import CODES
from sync.core.rules.rule import Severity
from sync.render import phrases
from sync.render.escape import visible
from sync.render.page import Page, Style
from sync.render.shell import word
from sync.render.stack import up_line

# The words are those of the design and of `--help`.
PHRASES: Mapping[ExitCode, str] = {
    ExitCode.IN_SYNC: "in sync",
    ExitCode.DRIFT: "drift",
    ExitCode.PENDING: "pending changes only",
    ExitCode.INCOMPATIBLE: "a published flow breaks",
    ExitCode.INCOMPLETE: "incomplete: something could not be read",
}
_WOULD_BREAK = "a published flow would break"
_ENDS: Mapping[ExitCode, str] = {
    ExitCode.ERROR: "a step failed",
    ExitCode.INCOMPATIBLE: "a check that passed before failed afterwards",
}
_STYLES: Mapping[ExitCode, Style] = {ExitCode.IN_SYNC: "good", ExitCode.PENDING: "warn"}
_UNREAD = frozenset(CODES.values())


def summary_line(plan: Plan, page: Page, bar: Severity = DEFAULT_BAR) -> str:
    """The verdict and what stands behind it, on one line."""
    behind = ", ".join(_counts(plan, bar))
    return _verdict(plan, page, bar) + (f": {behind}" if behind else "")


def _verdict(plan: Plan, page: Page, bar: Severity) -> str:
    code = verdict(plan, bar)
    later = code is ExitCode.INCOMPATIBLE and not any(finding.breaks and finding.when == "now" for finding in plan.findings)
    return page.paint(_STYLES.get(code, "bad"), _WOULD_BREAK if later else PHRASES[code])


def done_line(code: ExitCode, after: Plan, page: Page) -> str:
    """How an apply ended: the verdict now, preceded by the reason if the exit code differs from that verdict."""
    now = f"now {summary_line(after, page)}"
    return now if code == verdict(after) else f"{page.paint('bad', _ENDS[code])}; {now}"


def next_lines(plan: Plan, *, saved: str = "", allowed: Sequence[str] = ()) -> tuple[str, ...]:
    """What to do now, as commands: apply the file the plan was saved to, or make the same plan again with what was allowed."""
    arguments = [word(saved)] if saved else list(map(word, allowed))
    lines = [up] if (up := up_line(plan)) else []
    if plan.steps:
        lines.append(" ".join(["Then: ivrsync apply" if lines else "Next: ivrsync apply", *arguments]))
    elif plan.refusals and not lines:
        lines.append("Next: review the steps held back above; allow them or leave them.")
    if any(gap.scope != "snapshot" for gap in plan.gaps):
        lines.append("Then: ivrsync doctor" if lines else "Next: ivrsync doctor")
    if any(finding.origin for finding in plan.findings):
        worst = next(finding for finding in plan.findings if finding.origin)  # those that break a flow come first
        lines.append(f"More: ivrsync explain {visible(worst.code)}")
    return tuple(lines)


def _counts(plan: Plan, bar: Severity) -> list[str]:
    # What could not be read is counted as what it is: gaps.
    findings = [finding for finding in plan.findings if finding.code not in _UNREAD]
    origins = Counter(_kind(finding, bar) for finding in findings)
    parts = []
    if findings:
        kinds = ", ".join(f"{number} {origin}" for origin, number in sorted(origins.items()))
        parts.append(f"{phrases.count(len(findings), 'finding')} ({kinds})")
    by_hand = sum(step.by_hand for step in plan.steps)
    if plan.steps:
        parts.append(phrases.count(len(plan.steps), "step") + (f" ({by_hand} by hand)" if by_hand else ""))
    if plan.refusals:
        parts.append(f"{len(plan.refusals)} held back")
    if plan.gaps:
        parts.append(phrases.count(len(plan.gaps), "gap"))
    return parts


def _kind(finding: Finding, bar: Severity) -> str:
    if finding.origin is None:
        return "breaking" if finding.breaks else "informational"
    if counts(finding, bar):
        return finding.origin
    return "informational" if BY_CODE[finding.code].severity == "info" else f"{finding.origin} not counted"
