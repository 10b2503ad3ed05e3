"""The order of steps: functions first, then registrations, then test calls, and removals last.

Steps form a graph. A step waits for the earlier steps about the same thing, for the step that leaves the place it takes, and for
the step whose output it refers to (`Output`). See docs/adr/0020.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import assert_never

from sync.core.plan.model import InvokeCheck, Output, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.specs.ids import Uid

Rank = tuple[int, bool, bool, str]


class StepGraphError(ValueError):
    """Steps that no order can satisfy: a bug in the program that made them, never a mistake in the registry."""


def level(step: Step) -> int:
    """How late in a plan a step of this kind comes."""
    match step:
        case UpdateFunction():
            return 0
        case Register() | Repoint() | UpdateRegistration():
            return 1
        case InvokeCheck():
            return 2
        case Unregister():
            return 3
        case _:
            assert_never(step)


def ordered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps in the order to run them, each with the earlier steps it depends on; the input order does not matter.

    A step about one function waits for another function's only where it takes its place: independent steps continue when one fails.
    Steps by hand come after steps by API: the failover of a registration is set by hand once the rest of it is as wanted.
    Raises `StepGraphError` where steps wait for each other, or for a missing step.
    """
    by_id = {step.id: step for step in steps}
    vacated = _vacated(by_id.values())
    ranks = {step.id: (level(step), step.id in vacated, step.by_hand, step.id) for step in by_id.values()}
    waits = _waits(sorted(by_id.values(), key=lambda step: ranks[step.id]), vacated)
    place = {step_id: number for number, step_id in enumerate(_sorted(waits, ranks))}
    return tuple(_waiting(by_id[step_id], tuple(sorted(waits[step_id], key=place.__getitem__))) for step_id in place)


def _waiting(step: Step, depends_on: tuple[str, ...]) -> Step:
    return step if step.depends_on == depends_on else replace(step, depends_on=depends_on)


def _vacated(steps: Collection[Step]) -> dict[str, str]:
    """By a step that registers, the one that points another registration away from there: until then it would seem done already."""
    leaving = {(step.center, step.before.target): step.id for step in steps if isinstance(step, Repoint)}
    coming = ((step.id, leaving.get((step.center, step.after.target))) for step in steps if isinstance(step, Register))
    return {step_id: before for step_id, before in coming if before is not None}


def _waits(ranked: Iterable[Step], vacated: Mapping[str, str]) -> dict[str, set[str]]:
    """The steps that each step waits for, by id."""
    known: dict[Uid, list[Step]] = {}
    waits: dict[str, set[str]] = {}
    for step in ranked:
        about = step.about
        waits[step.id] = {vacated[step.id]} if step.id in vacated else set()
        if isinstance(about.registration, Output):
            waits[step.id].add(about.registration.step)
        for uid in about.uids:
            same = known.setdefault(uid, [])
            waits[step.id].update(other.id for other in same if level(other) < level(step) and _needed(other, step))
            same.append(step)
    return waits


def _needed(earlier: Step, later: Step) -> bool:
    """A function's own configuration concerns every center; everything else only its own.

    A test call does not wait for a person to set a description or a failover: it reaches the function without.
    """
    if isinstance(later, InvokeCheck) and isinstance(earlier, UpdateRegistration) and earlier.by_hand:
        return False
    one, other = earlier.about.center, later.about.center
    return one is None or other is None or one == other


def _sorted(waits: Mapping[str, set[str]], ranks: Mapping[str, Rank]) -> Iterator[str]:
    """Every step after those it waits for, and of those that could run the one of the lowest rank first."""
    sorter = TopologicalSorter(waits)
    try:
        sorter.prepare()
    except CycleError as error:
        raise StepGraphError(f"these steps wait for each other: {' -> '.join(error.args[1])}") from error
    ready: list[Rank] = []
    while sorter.is_active():
        for step_id in sorter.get_ready():
            if step_id not in ranks:
                raise StepGraphError(f"a step refers to the output of {step_id}, and there is no such step")
            heappush(ready, ranks[step_id])
        *_, step_id = heappop(ready)
        sorter.done(step_id)
        yield step_id
