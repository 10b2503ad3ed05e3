"""What may not be done although it would be right: a flow may depend on it, or it would remove too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.core.assessment import Assessment
from sync.core.calls import Call, flows_of, modules_of
from sync.core.ground import Presence
from sync.core.plan import FlowRef, Refusal, Register, Repoint, Step, Unregister, UpdateFunction
from sync.core.policy import Policy

Removal = Repoint | Unregister


def refusals(steps: Iterable[Step], assessed: Assessment, policy: Policy) -> Iterator[Refusal]:
    """The steps that are held back, each with the reason that would be hardest to lift."""
    steps, removals = tuple(steps), dict[str, list[Unregister]]()
    held: dict[tuple[str, str], Refusal] = {}
    for step in steps:
        if isinstance(step, Unregister):
            removals.setdefault(step.center, []).append(step)
        elif isinstance(step, Repoint) and (refusal := _flows_in_the_way(step, assessed, policy)):
            held[step.center, step.uid] = refusal
        elif isinstance(step, UpdateFunction) and (refusal := _harm(step, assessed, policy)):
            yield refusal
    yield from held.values()
    yield from _unvacated(steps, held)
    for unregisters in removals.values():
        yield from _duplicates(unregisters, held)
        free = [step for step in unregisters if (step.center, step.uid or "") not in held]
        if free:
            yield from _removals(free, assessed, policy)


def _unvacated(steps: Iterable[Step], held: Mapping[tuple[str, str], Refusal]) -> Iterator[Refusal]:
    """A registration for a place that another one may not leave: until that leaves, the new one would seem done already."""
    staying = {
        (refusal.step.center, refusal.step.before.target): refusal for refusal in held.values() if isinstance(refusal.step, Repoint)
    }
    for step in steps:
        if isinstance(step, Register) and (refusal := staying.get((step.center, step.after.target))):
            yield replace(refusal, step=step)


def _harm(step: UpdateFunction, assessed: Assessment, policy: Policy) -> Refusal | None:
    """Whether a published flow that works would call what does not fit it, once the function is configured so."""
    harmed = [call for call in assessed.calls.reaching(step.address) if _is_harmed(call, step, assessed)]
    flows = policy.blocking(flows_of(harmed))
    if flows:
        return _breaking(step, harmed, flows)
    code = assessed.code
    is_called_otherwise = step.address in code.planned and code.planned[step.address] != code.now.get(step.address)
    centers = {item.center for item in assessed.registrations_at.get(step.address, ())}
    if is_called_otherwise and centers & assessed.ground.unread_flows:
        return Refusal(step=step, reason="flows-unreadable")
    return None


def _is_harmed(call: Call, step: UpdateFunction | Repoint, assessed: Assessment) -> bool:
    target = step.address if isinstance(step, UpdateFunction) else step.after.target
    return call.published and assessed.works_now(call) and not assessed.would_work(call, target)


def _breaking(step: Step, harmed: Iterable[Call], flows: tuple[FlowRef, ...]) -> Refusal:
    modules = modules_of(call for call in harmed if call.module.flow in flows)
    return Refusal(step=step, reason="breaks-flow", flows=flows, modules=modules)


def _duplicates(steps: list[Unregister], held: Mapping[tuple[str, str], Refusal]) -> Iterator[Refusal]:
    """A second registration at the right place stays while the one that is kept may not come there."""
    for step in steps:
        if refusal := held.get((step.center, step.uid or "")):
            yield replace(refusal, step=step)


def _removals(steps: list[Unregister], assessed: Assessment, policy: Policy) -> Iterator[Refusal]:
    total = len(assessed.ground.registrations_of(steps[0].center))
    if not policy.allows_removals(len(steps), total):
        limit = policy.removal_limit(total)
        yield from (Refusal(step=step, reason="removal-limit", limit=limit, removals=len(steps)) for step in steps)
        return
    for step in steps:
        if refusal := _flows_in_the_way(step, assessed, policy):
            yield refusal


def _flows_in_the_way(step: Removal, assessed: Assessment, policy: Policy) -> Refusal | None:
    """Repointing away from a target that certainly does not exist can only help, and needs no word from anybody."""
    if isinstance(step, Repoint) and assessed.ground.presence(step.before.target) is Presence.ABSENT:
        return None
    if step.center in assessed.ground.unread_flows:
        return Refusal(step=step, reason="flows-unreadable")
    calls = assessed.calls.holding(step.center, step.registration_id)
    if isinstance(step, Repoint):
        harmed = [call for call in calls if _is_harmed(call, step, assessed)]
        if flows := policy.blocking(flows_of(harmed)):
            return _breaking(step, harmed, flows)
    if flows := policy.blocking(flows_of(calls)):
        return Refusal(step=step, reason="flow-calls-it", flows=flows)
    mentioning = assessed.calls.mentioning(step.center, step.registration_id, step.before.target.name)
    flows = policy.blocking(mentioning)
    return Refusal(step=step, reason="flow-mentions-it", flows=flows) if flows else None
