"""Which finding has a step that settles it, and what becomes of that step: advice promises nothing that the plan does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.core.plan.model import BlockedStep, Finding, Remedy, Step
from sync.core.rules.catalogue import BY_CODE


def told(findings: Iterable[Finding], steps: Iterable[Step], refusals: Iterable[BlockedStep]) -> list[Finding]:
    """The findings, each with what becomes of the step that would settle it."""
    fates: dict[str, Remedy] = {step.id: "by-hand" if step.by_hand else "apply" for step in steps}
    fates |= {refusal.step.id: "held-back" for refusal in refusals}
    return [replace(finding, remedy=next((fates[name] for name in _steps(finding) if name in fates), None)) for finding in findings]


def _steps(finding: Finding) -> Iterator[str]:
    for step in BY_CODE[finding.code].settled_by:
        yield step.format(uid=finding.uid, center=finding.center, subject=finding.subject)
