"""What may not be done although it would be right: a flow may depend on it, or it would remove too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sync.core.ground import Ground, Presence
from sync.core.mentions import Mentions
from sync.core.plan import Refusal, Repoint, Step, Unregister
from sync.core.policy import Policy

Removal = Repoint | Unregister


def refusals(steps: Iterable[Step], ground: Ground, mentions: Mentions, policy: Policy) -> Iterator[Refusal]:
    """The steps that are held back, each with the reason that would be hardest to lift."""
    removals: dict[str, list[Unregister]] = {}
    held: dict[tuple[str, str], Refusal] = {}
    for step in steps:
        if isinstance(step, Unregister):
            removals.setdefault(step.center, []).append(step)
        elif isinstance(step, Repoint) and (refusal := _flows_in_the_way(step, ground, mentions, policy)):
            held[step.center, step.uid] = refusal
    yield from held.values()
    for unregisters in removals.values():
        yield from _duplicates(unregisters, held)
        free = [step for step in unregisters if (step.center, step.uid or "") not in held]
        if free:
            yield from _removals(free, ground, mentions, policy)


def _duplicates(steps: list[Unregister], held: Mapping[tuple[str, str], Refusal]) -> Iterator[Refusal]:
    """A second registration at the right place stays while the one that is kept may not come there."""
    for step in steps:
        if refusal := held.get((step.center, step.uid or "")):
            yield replace(refusal, step=step)


def _removals(steps: list[Unregister], ground: Ground, mentions: Mentions, policy: Policy) -> Iterator[Refusal]:
    total = len(ground.registrations_of(steps[0].center))
    if not policy.allows_removals(len(steps), total):
        limit = policy.removal_limit(total)
        yield from (Refusal(step=step, reason="removal-limit", limit=limit, removals=len(steps)) for step in steps)
        return
    for step in steps:
        if refusal := _flows_in_the_way(step, ground, mentions, policy):
            yield refusal


def _flows_in_the_way(step: Removal, ground: Ground, mentions: Mentions, policy: Policy) -> Refusal | None:
    """Repointing away from a target that certainly does not exist can only help, and needs no word from anybody."""
    if isinstance(step, Repoint) and ground.presence(step.before.target) is Presence.ABSENT:
        return None
    if step.center in ground.unread_flows:
        return Refusal(step=step, reason="flows-unreadable")
    flows = policy.blocking(mentions.of(step.center, step.registration_id, step.before.target.name))
    return Refusal(step=step, reason="flow-mentions-it", flows=flows) if flows else None
