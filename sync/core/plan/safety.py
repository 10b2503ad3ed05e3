"""What may not be done although it would be right: a flow may depend on it, or it would remove too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.core.assessment import Assessment
from sync.core.flows.calls import Call, flows_of, modules_of
from sync.core.found_index import Presence
from sync.core.plan.model import BlockedStep, FlowRef, Register, Repoint, Step, Unregister, UpdateFunction
from sync.core.plan.policy import Policy

Removal = Repoint | Unregister


def refusals(steps: Iterable[Step], assessed: Assessment, policy: Policy) -> Iterator[BlockedStep]:
    """The steps that are held back, each with the reason that would be hardest to lift."""
    held: dict[tuple[str, str], BlockedStep] = {}
    removals: dict[str, list[Unregister]] = {}
    steps = tuple(steps)
    for step in steps:
        refusal = _own_refusal(step, assessed, policy)
        if refusal is not None and isinstance(step, Repoint):
            held[step.center, step.uid] = refusal
        elif refusal is not None:
            yield refusal
        elif isinstance(step, Unregister):
            removals.setdefault(step.center, []).append(step)
    yield from held.values()
    yield from _unvacated(steps, held)
    for unregisters in removals.values():
        yield from _duplicates(unregisters, held)
        free = [step for step in unregisters if (step.center, step.uid) not in held]
        if free:
            yield from _removals(free, assessed, policy)


def _own_refusal(step: Step, assessed: Assessment, policy: Policy) -> BlockedStep | None:
    """Why this step by itself is held back."""
    may_be_moved = assessed.is_elsewhere(step.uid) or assessed.is_unclear(step.uid)
    if may_be_moved and step.uid not in policy.restored:
        return BlockedStep(step=step, reason="moved")  # nobody has said yet which place is right
    if isinstance(step, Repoint):
        return _flows_in_the_way(step, assessed, policy)
    return _harm(step, assessed, policy) if isinstance(step, UpdateFunction) else None


def _unvacated(steps: Iterable[Step], held: Mapping[tuple[str, str], BlockedStep]) -> Iterator[BlockedStep]:
    """A registration for a place that another one may not leave: until that leaves, the new one would seem done already."""
    staying = {
        (refusal.step.center, refusal.step.before.target): refusal for refusal in held.values() if isinstance(refusal.step, Repoint)
    }
    for step in steps:
        if isinstance(step, Register) and (refusal := staying.get((step.center, step.after.target))):
            yield replace(refusal, step=step)


def _harm(step: UpdateFunction, assessed: Assessment, policy: Policy) -> BlockedStep | None:
    """Whether a published flow that works would call what does not fit it, once the function is configured so."""
    harmed = [call for call in assessed.calls.reaching(step.address) if _is_harmed(call, step, assessed)]
    flows = policy.blocking(flows_of(harmed))
    if flows:
        return _breaking(step, harmed, flows)
    code = assessed.code
    is_called_otherwise = step.address in code.planned and code.planned[step.address] != code.now.get(step.address)
    centers = {item.center for item in assessed.registrations_at.get(step.address, ())}
    if is_called_otherwise and centers & assessed.ground.unread_flows:
        return BlockedStep(step=step, reason="flows-unreadable")
    return None


def _is_harmed(call: Call, step: UpdateFunction | Repoint, assessed: Assessment) -> bool:
    target = step.address if isinstance(step, UpdateFunction) else step.after.target
    return call.published and assessed.works_now(call) and not assessed.would_work(call, target)


def _breaking(step: Step, harmed: Iterable[Call], flows: tuple[FlowRef, ...]) -> BlockedStep:
    modules = modules_of(call for call in harmed if call.module.flow in flows)
    return BlockedStep(step=step, reason="breaks-flow", flows=flows, modules=modules)


def _duplicates(steps: list[Unregister], held: Mapping[tuple[str, str], BlockedStep]) -> Iterator[BlockedStep]:
    """A second registration at the right place stays while the one that is kept may not come there."""
    for step in steps:
        if refusal := held.get((step.center, step.uid)):
            yield replace(refusal, step=step)


def _removals(steps: list[Unregister], assessed: Assessment, policy: Policy) -> Iterator[BlockedStep]:
    total = len(assessed.ground.registrations_of(steps[0].center))
    if not policy.allows_removals(len(steps), total):
        limit = policy.removal_limit(total)
        yield from (BlockedStep(step=step, reason="removal-limit", limit=limit, removals=len(steps)) for step in steps)
        return
    for step in steps:
        if refusal := _flows_in_the_way(step, assessed, policy):
            yield refusal


def _flows_in_the_way(step: Removal, assessed: Assessment, policy: Policy) -> BlockedStep | None:
    """Repointing away from a target that certainly does not exist can only help, and needs no word from anybody."""
    if isinstance(step, Repoint) and assessed.ground.presence(step.before.target) is Presence.ABSENT:
        return None
    if step.center in assessed.ground.unread_flows:
        return BlockedStep(step=step, reason="flows-unreadable")
    calls = assessed.calls.holding(step.center, step.registration_id)
    if isinstance(step, Repoint):
        harmed = [call for call in calls if _is_harmed(call, step, assessed)]
        if flows := policy.blocking(flows_of(harmed)):
            return _breaking(step, harmed, flows)
    if flows := policy.blocking(flows_of(calls)):
        return BlockedStep(step=step, reason="flow-calls-it", flows=flows)
    mentioning = assessed.calls.mentioning(step.center, step.registration_id, step.before.target.name)
    flows = policy.blocking(mentioning)
    return BlockedStep(step=step, reason="flow-mentions-it", flows=flows) if flows else None
