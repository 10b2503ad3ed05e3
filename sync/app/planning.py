"""Plans: what differs between registry, lock and clouds, and what to do about it. Holds nothing that could write to a cloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.app.clock import now
from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.app.version import tool
from sync.core.assessment import Assessment, assess
from sync.core.flows.call_graph import CallGraph, call_graph
from sync.core.lock_update import record
from sync.core.plan.model import Plan
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.worlds import Found
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.models import Lock
from sync.specs.wording import did_you_mean

# What was made while a sync was reading must not seem older than it. Where only this machine's clock is known, it may be off, too.
_READING = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """A plan, and what it was made from. `lock_is_behind`: it has no steps, but the lock is out of date."""

    plan: Plan
    joined: Assessment
    lock_is_behind: bool = False

    @property
    def graph(self) -> CallGraph:
        """Who calls what."""
        return call_graph(self.joined)


def make_plan(settings: Settings, policy: Policy, observer: Observer = NOBODY, connections: Connections = SDKS) -> PlanOutcome:
    """What apply would do now."""
    project = open_project(settings, observer, connections)
    joined = assessed(project, refresh(project, project.readers(), observer))
    plan = plan_from(project, joined, policy)
    behind = project.recorded is not None and not plan.steps and lock_from(project, joined, plan) != project.recorded
    return PlanOutcome(plan=plan, joined=joined, lock_is_behind=behind)


def assessed(project: Project, found: Found) -> Assessment:
    """The three worlds joined."""
    return assess(project.wanted, project.recorded, found, project.settings.watch, project.stack)


def plan_from(project: Project, joined: Assessment, policy: Policy) -> Plan:
    """What differs, and what to do about it. Raises `InputError` when a flow is allowed that no center has, or a uid
    restored that the registry has not.
    """
    _refuse_unknown_flows(joined.found, policy)
    _refuse_unknown_uids(joined, policy)
    return plan_of(joined, policy, project.basis, tool())


def lock_from(project: Project, joined: Assessment, after: Plan, time: datetime | None = None) -> Lock:
    """The lock as it should be now: what was found wherever the plan made after it finds nothing.

    Its time changes only with the rest of it: a lock that says nothing new is the same file. It is the clouds' `time`, with which
    the creation of a function is compared later, wherever they told it.
    """
    lock, before = record(joined, after, project.salt), project.recorded
    if not lock.functions:
        return lock
    since = before.synced if before else None
    lock = lock.model_copy(update={"account": project.access.account_id, "synced": since, "version": 3 if since else lock.version})
    synced = f"{(time or now()) - _READING:%Y-%m-%dT%H:%M:%SZ}"
    return lock if lock == before else lock.model_copy(update={"synced": synced, "version": 3})


def _refuse_unknown_uids(joined: Assessment, policy: Policy) -> None:
    for uid in sorted(policy.restored - joined.functions.keys()):
        hint = did_you_mean(uid, joined.functions) or "name a uid of the registry"
        raise InputError(f"--restore {uid}: the registry has no such function", hint)


def _refuse_unknown_flows(found: Found, policy: Policy) -> None:
    if any(gap.scope == "flows" for gap in found.gaps):
        return
    known = {word for flow in found.flows for word in (flow.id, flow.name)}
    for name in sorted(policy.allowed_flows - known):
        hint = did_you_mean(name, sorted(known)) or "name its id or its name"
        raise InputError(f"--allow-flow {name}: no center has such a flow", hint)
