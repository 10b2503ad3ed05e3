"""A step as a line: a sign, a verb, what it is about, and what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from sync.core.plan.model import InvokeCheck, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.render import phrases
from sync.render.escape import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """The parts of a step's line, all safe to show; `details` are further lines below it."""

    verb: str  # with its sign: + adds, ~ changes, - removes, ? asks
    subject: str
    details: tuple[str, ...]


def step_line(step: Step) -> StepLine:
    """What one step does, in parts that a table can align."""
    match step:
        case Register():
            details = (phrases.address(step.after.target), *phrases.stated(step.after))
            return StepLine(verb="+ register", subject=_in(step.uid, step.center), details=details)
        case Repoint():
            move = f"{phrases.address(step.before.target)} -> {phrases.address(step.after.target)}"
            details = (f"registration {visible(step.registration_id)}", move, *phrases.differences(step.before, step.after))
            return StepLine(verb="~ repoint", subject=_in(step.uid, step.center), details=details)
        case UpdateRegistration():
            details = (f"registration {visible(step.registration_id)}", *phrases.differences(step.before, step.after))
            return StepLine(verb="~ update", subject=_in(step.uid, step.center), details=details)
        case UpdateFunction():
            details = (phrases.address(step.address), *map(phrases.change, step.changes))
            return StepLine(verb="~ configure", subject=visible(step.uid), details=details)
        case Unregister():
            details = (f"registration {visible(step.registration_id)}", phrases.address(step.before.target))
            return StepLine(verb="- unregister", subject=_in(step.uid or "not in the registry", step.center), details=details)
        case InvokeCheck():
            known = step.registration_id is not None
            through = (f"registration {visible(step.registration_id or '')}", phrases.address(step.target)) if known else ()
            return StepLine(verb="? test", subject=_in(step.uid, step.center), details=(f"check: {visible(step.check)}", *through))
        case _:
            assert_never(step)


def _in(uid: str, center: str) -> str:
    return f"{visible(uid)} in {visible(center)}"
