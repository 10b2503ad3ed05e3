"""Why: everything that stands behind a finding."""

from __future__ import annotations

from dataclasses import dataclass

from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed, plan_from
from sync.app.project import open_project
from sync.app.refresh import refresh
from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from sync.core.plan.policy import Policy
from sync.core.worlds import Gap
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.wording import did_you_mean, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyOutcome:
    """The findings asked about, where else a missing function may be and could not be looked for, and what was not read."""

    findings: tuple[Finding, ...]
    unsearched: tuple[Gap, ...]
    gaps: tuple[Gap, ...]


def why(settings: Settings, asked: str, observer: Observer = NOBODY, connections: Connections = SDKS) -> WhyOutcome:
    """The finding of that fingerprint, or all findings of that uid, as they are now. Raises `InputError` where there is none."""
    project = open_project(settings, observer, connections)
    joined = assessed(project, refresh(project, project.readers(), observer))
    findings = plan_from(project, joined, Policy()).findings
    chosen = [one for one, name in zip(findings, fingerprints(findings), strict=True) if asked in (name, one.uid)]
    if not chosen and asked not in joined.functions:
        known = [*joined.functions, *fingerprints(findings)]
        hint = did_you_mean(asked, known) or "ivrsync plan --format json names the fingerprint of each finding"
        raise InputError(f"no finding has the fingerprint or the uid {shown(asked)}", hint)
    return WhyOutcome(findings=tuple(chosen), unsearched=joined.found.unsearched, gaps=joined.found.gaps)
