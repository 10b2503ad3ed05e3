"""Drift: what changed in the clouds since the last sync."""

from __future__ import annotations

from dataclasses import replace

from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer
from sync.app.planning import PlanOutcome, assessed, plan_from
from sync.app.project import open_project
from sync.app.refresh import refresh
from sync.core.plan.model import Plan
from sync.core.plan.policy import Policy
from sync.core.rules.observation import CODES
from sync.settings import Settings

_UNREAD = frozenset(CODES.values())


def find_drift(
    settings: Settings, observer: Observer = NOBODY, connections: Connections = SDKS, *, calling: bool = False
) -> PlanOutcome:
    """A plan of findings alone: what drifted, what could not be read, and whatever breaks a published flow; without a lock, all
    that differs. `calling`: the checks of the registry are made too, and what they show is a finding.
    """
    project = open_project(settings, observer, connections)
    readers, callers = project.callers() if calling else (project.readers(), None)
    joined = assessed(project, refresh(project, readers, observer))
    plan = _drifted(plan_from(project, joined, Policy()))
    if callers is None:
        return PlanOutcome(plan=plan, joined=joined)
    from sync.app.invoke import checked  # noqa: PLC0415  most runs call nothing, and need nothing that could

    return PlanOutcome(plan=checked(project, callers, joined, plan, observer), joined=joined)


def _drifted(plan: Plan) -> Plan:
    drifted = tuple(
        finding
        for finding in plan.findings
        if finding.when == "now" and (finding.origin in {"drift", "unrecorded"} or finding.breaks or finding.code in _UNREAD)
    )
    return replace(plan, findings=drifted, steps=(), refusals=())
