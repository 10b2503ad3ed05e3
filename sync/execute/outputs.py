"""Fills the outputs of earlier steps into the later steps that refer to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sync.core.plan.model import Output, Step, UpdateRegistration
from sync.core.plan.report import Result
from sync.execute.operations import Task
from sync.execute.registrations import Updating


def resolved(step: Step, task: Task, results: Mapping[str, Result]) -> tuple[Step, Task]:
    """The step and what runs it, with every available output filled in."""
    if not isinstance(step, UpdateRegistration) or not isinstance(task, Updating) or not isinstance(step.registration_id, Output):
        return step, task
    brought = results.get(step.registration_id.step)
    if brought is None or brought.outcome != "done" or brought.registration_id is None:
        return step, task
    step = replace(step, registration_id=brought.registration_id)
    return step, replace(task, step=step)


def is_open(step: Step) -> bool:
    """Whether the step still refers to a missing output, so that it cannot be run."""
    return isinstance(step.about.registration, Output)


def refers_to(step: Step, earlier: str) -> bool:
    """Whether the step, as planned, refers to an output of that step."""
    output = step.about.registration
    return isinstance(output, Output) and output.step == earlier
