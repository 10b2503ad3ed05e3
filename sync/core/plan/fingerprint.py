"""A stable short name for a finding: the same from run to run, in a plan and in a drift check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from sync.core.plan.model import Finding
from sync.core.rules.catalogue import BY_CODE

_LENGTH = 16  # hexadecimal digits: among 100,000 findings two agree by chance once in four billion runs


def fingerprints(findings: Iterable[Finding]) -> tuple[str, ...]:
    """One for each finding, in the same order, all different.

    Over code, uid, center, aspect and subject, and never over a place in a file. Only findings that agree in all of these are
    counted, so that no two are called the same.
    """
    seen: dict[str, int] = {}
    made: list[str] = []
    for finding in findings:
        identity = _identity(finding)
        seen[identity] = seen.get(identity, 0) + 1
        made.append(_digest(identity, seen[identity]))
    return tuple(made)


def _identity(finding: Finding) -> str:
    aspect = [finding.args.get(name) for name in BY_CODE[finding.code].identity]
    if finding.when != "now":
        aspect.append(finding.when)  # a finding for after apply, beside one for now
    return json.dumps([finding.code, finding.uid, finding.center, aspect, finding.subject])


def _digest(identity: str, number: int) -> str:
    text = identity if number == 1 else f"{identity}#{number}"
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
