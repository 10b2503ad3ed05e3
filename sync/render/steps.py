"""A step as a line: a sign, a verb, what it is about, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import assert_never

from sync.core.plan.model import About, InvokeCheck, Output, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.render import phrases
from sync.render.escape import visible

_VERBS: Mapping[str, str] = {  # with their signs: + adds, ~ changes, - removes, ? asks
    "register": "+ register",
    "repoint": "~ repoint",
    "update-registration": "~ update",
    "update-function": "~ configure",
    "unregister": "- unregister",
    "test": "? test",
}
_UNNUMBERED: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """The parts of a step's line, all safe to show; `details` are further lines below it."""

    verb: str
    subject: str
    details: tuple[str, ...]


def step_line(step: Step, numbers: Mapping[str, int] = _UNNUMBERED) -> StepLine:
    """What one step does, in parts that a table can align. `numbers` says under which number another step is shown, by its id."""
    return StepLine(verb=_VERBS[step.kind], subject=_subject(step.about), details=_details(step, numbers))


def _subject(about: About) -> str:
    uids = ", ".join(map(visible, about.uids))
    return uids if about.center is None else f"{uids} in {visible(about.center)}"


def _details(step: Step, numbers: Mapping[str, int]) -> tuple[str, ...]:
    match step:
        case UpdateFunction():
            return phrases.address(step.address), *map(phrases.change, step.changes)
        case Register():
            return phrases.address(step.after.target), *phrases.stated(step.after)
        case Repoint():
            move = f"{phrases.address(step.before.target)} -> {phrases.address(step.after.target)}"
            return _registration(step.registration_id, numbers), move, *phrases.differences(step.before, step.after)
        case UpdateRegistration():
            return _registration(step.registration_id, numbers), *phrases.differences(step.before, step.after)
        case Unregister():
            return _registration(step.registration_id, numbers), phrases.address(step.before.target)
        case InvokeCheck(registration_id=through):
            known = () if through is None else (_registration(through, numbers), phrases.address(step.target))
            return f"check: {visible(step.check)}", *known
        case _:
            assert_never(step)


def _registration(reference: str | Output, numbers: Mapping[str, int]) -> str:
    if isinstance(reference, str):
        return f"registration {visible(reference)}"
    return f"the registration that step {numbers.get(reference.step) or visible(reference.step)} adds"
