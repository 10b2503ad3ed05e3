"""Which finding has a step that resolves it, and the state of that step: advice promises nothing that is not in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.core.plan.model import BlockedStep, Finding, Remedy, Step

# The step ids are those of `proposals`; the first kind that the plan has is the one that resolves the finding.
_CHANGES = ("repoint", "update-registration")
_BY_UID = {
    "RG001": ("register",),
    "RG002": ("repoint",),
    "RG005": _CHANGES,
    "RG006": _CHANGES,
    "RG007": ("failover", *_CHANGES),
    "RG009": ("repoint",),
}
_BY_REGISTRATION = frozenset({"RG003", "RG004", "RG011"})
_BY_FUNCTION = frozenset({"CF001", "CF002", "CF003", "CF004", "CF005"})


def with_remedies(findings: Iterable[Finding], steps: Iterable[Step], refusals: Iterable[BlockedStep]) -> list[Finding]:
    """The findings, each with the state of the step that would resolve it."""
    fates: dict[str, Remedy] = {step.id: "by-hand" if step.by_hand else "apply" for step in steps}
    fates |= {refusal.step.id: "held-back" for refusal in refusals}
    return [replace(finding, remedy=next((fates[name] for name in _steps(finding) if name in fates), None)) for finding in findings]


def _steps(finding: Finding) -> Iterator[str]:
    if finding.code in _BY_FUNCTION:
        yield f"update-function:{finding.uid}"
    elif finding.code in _BY_REGISTRATION:
        yield f"unregister:{finding.center}:{finding.subject}"
    else:
        yield from (f"{kind}:{finding.center}:{finding.uid}" for kind in _BY_UID.get(finding.code, ()))
