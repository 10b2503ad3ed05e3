"""The last lines of a plan: the verdict in one word, the counts, and the commands that come next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sync.core.plan import Plan
from sync.core.verdict import verdict
from sync.render import phrases
from sync.render.escape import visible
from sync.render.palette import PLAIN, Palette
from sync.render.shell import word
from sync.render.width import wrap

# By exit code. The words are those of the design and of `--help`.
_VERDICTS = {
    0: "in sync",
    2: "drift",
    3: "pending changes only",
    4: "a published flow breaks",
    5: "incomplete: something could not be read",
}


def summary_line(plan: Plan, palette: Palette) -> str:
    """The verdict and what stands behind it, on one line."""
    counts = ", ".join(_counts(plan))
    return _verdict(plan, palette) + (f": {counts}" if counts else "")


def summary_lines(plan: Plan, palette: Palette, width: int) -> tuple[str, ...]:
    """The same in as many lines as it needs."""
    first, *rest = wrap(summary_line(plan, PLAIN), width)
    return (first.replace(_verdict(plan, PLAIN), _verdict(plan, palette), 1), *rest)


def _verdict(plan: Plan, palette: Palette) -> str:
    code = verdict(plan)
    return palette.paint({0: palette.good, 3: palette.warn}.get(code, palette.bad), _VERDICTS[code])


def brief(plan: Plan) -> str:
    """The summary alone, for `--quiet`."""
    return summary_line(plan, PLAIN)


def next_lines(plan: Plan, *, saved: str = "", allowed: Sequence[str] = ()) -> tuple[str, ...]:
    """What to do now, as commands: apply the file the plan was saved to, or make the same plan again with what was allowed."""
    arguments = [word(saved)] if saved else list(map(word, allowed))
    lines = []
    if plan.steps:
        lines.append(" ".join(["Next: ivrsync apply", *arguments]))
    elif plan.refusals:
        lines.append("Next: read what is held back above, and allow it or leave it.")
    if plan.gaps:
        lines.append("Then: ivrsync doctor" if lines else "Next: ivrsync doctor")
    if any(finding.origin for finding in plan.findings):
        worst = next(finding for finding in plan.findings if finding.origin)  # those that break a flow come first
        lines.append(f"More: ivrsync explain {visible(worst.code)}")
    return tuple(lines)


def _counts(plan: Plan) -> list[str]:
    origins = Counter(finding.origin or "worth knowing" for finding in plan.findings)
    parts = []
    if plan.findings:
        kinds = ", ".join(f"{number} {origin}" for origin, number in sorted(origins.items()))
        parts.append(f"{phrases.count(len(plan.findings), 'finding')} ({kinds})")
    by_hand = sum(step.by_hand for step in plan.steps)
    if plan.steps:
        parts.append(phrases.count(len(plan.steps), "step") + (f" ({by_hand} by hand)" if by_hand else ""))
    if plan.refusals:
        parts.append(f"{len(plan.refusals)} held back")
    if plan.gaps:
        parts.append(phrases.count(len(plan.gaps), "gap"))
    return parts
