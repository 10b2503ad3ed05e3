"""A finding as JSON documents hold it: with everything that a reader without the catalogue needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding, Plan
from sync.core.plan.report import Result
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Severity
from sync.render.remedy import remedy
from sync.render.sentences import fill


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow(Finding):
    """A finding with the sentences of its code, filled in, and a fingerprint that is the same as long as the finding is."""

    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    fingerprint: str


def finding_rows(findings: Sequence[Finding]) -> Iterator[FindingRow]:
    """Each finding with what its code says of it."""
    for finding, fingerprint in zip(findings, fingerprints(findings), strict=True):
        rule = BY_CODE[finding.code]
        yield FindingRow(
            **parts(finding),
            name=rule.name,
            severity=rule.severity,
            message=fill(rule.message, finding),
            why=fill(rule.why, finding),
            fix=remedy(finding),
            fingerprint=fingerprint,
        )


def parts(thing: Plan | Finding | Result) -> dict[str, Any]:
    """The fields of a value, not copied."""
    return {field.name: getattr(thing, field.name) for field in fields(thing)}
