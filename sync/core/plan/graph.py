"""The order of steps: functions first, then registrations, then test calls, and removals last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from sync.core.plan.model import InvokeCheck, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.specs.ids import Address, CenterName


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
    """The steps in the order to run them, each knowing which earlier steps about its function it depends on.

    A step about one function never waits for another function's: independent steps go on when one fails. What a person does
    comes after what is sent: the failover of a registration is set by hand once the rest of it is as wanted.
    """
    steps = tuple(steps)
    leaving = {(step.center, step.before.target): step.id for step in steps if isinstance(step, Repoint)}
    by_level = sorted(steps, key=lambda step: (level(step), bool(_vacated(step, leaving)), step.by_hand, step.id))
    earlier: dict[str, list[Step]] = {}
    result: list[Step] = []
    for step in by_level:
        own = earlier.setdefault(step.uid, []) if step.uid is not None else []
        depends_on = tuple(other.id for other in own if level(other) < level(step) and _needed(other, step))
        own.append(step)
        result.append(replace(step, depends_on=(*depends_on, *_vacated(step, leaving))))
    return tuple(result)


def _vacated(step: Step, leaving: Mapping[tuple[CenterName, Address], str]) -> tuple[str, ...]:
    """The step that points another registration away from where this one registers: until then it would seem done already."""
    before = leaving.get((step.center, step.after.target)) if isinstance(step, Register) else None
    return () if before is None else (before,)


def _needed(earlier: Step, later: Step) -> bool:
    """A function's own configuration concerns every center; everything else only its own.

    A test call does not wait for a person to set a description or a failover: it reaches the function without.
    """
    if isinstance(earlier, UpdateFunction) or isinstance(later, UpdateFunction):
        return True
    if isinstance(later, InvokeCheck) and isinstance(earlier, UpdateRegistration) and earlier.by_hand:
        return False
    return earlier.center == later.center
