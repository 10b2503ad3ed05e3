"""What to do about a finding: what apply does, where the plan has a step for it, and what a person can do instead."""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.plan.model import Finding, FlowRef
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.observation import CODES
from sync.render.escape import visible
from sync.render.gaps import gap_fix
from sync.render.sentences import fill
from sync.render.whole_moves import for_each

_UNREAD = frozenset(CODES.values())
_MOST_FLOWS = 3  # to be published again, by name


def remedy(finding: Finding) -> str:
    """Both ways where there are two; what apply does is said only where the plan holds it."""
    rule = BY_CODE[finding.code]
    if finding.code in _UNREAD and (helps := gap_fix(str(finding.args.get("code", "")))):
        return helps
    template = for_each((rule.fix_pending if finding.origin == "pending" else "") or rule.fix, finding)
    fix, does = fill(template, finding) + _again(template, finding.callers), fill(rule.apply or "corrects it", finding)
    if finding.stack and finding.remedy in (None, "apply"):
        return _by_stack(finding, for_each(rule.fix_up, finding) or template)
    match finding.remedy:
        case "apply":
            return f"ivrsync apply {does}. Or: {fix[0].lower()}{fix[1:]}"
        case "by-hand":
            return f"By hand: the steps of ivrsync plan show where to click. {fix}"
        case "held-back":
            return f"ivrsync apply {does}, but the step is held back; ivrsync plan shows why. {fix}"
        case None:
            return fix


def _again(template: str, callers: Sequence[FlowRef]) -> str:
    """Calls run a sub-flow as it was when the flow that calls it was published."""
    if "publish" not in template or not callers:
        return ""
    rest = f" and {len(callers) - _MOST_FLOWS} more" if len(callers) > _MOST_FLOWS else ""
    return f" Then publish what calls it, too: {', '.join(visible(flow.name) for flow in callers[:_MOST_FLOWS])}{rest}."


def _by_stack(finding: Finding, template: str) -> str:
    """A stack that is not refreshed does not see what changed in the clouds."""
    command = "pulumi up" if finding.origin == "pending" else "pulumi up --refresh"
    rule = BY_CODE[finding.code]
    also = "; so does ivrsync apply" if finding.remedy == "apply" and rule.up == rule.apply else ""
    fix = fill(template, finding)
    return f"{command} (stack {visible(finding.stack or '')}) {fill(rule.up, finding)}{also}. Or: {fix[0].lower()}{fix[1:]}"
