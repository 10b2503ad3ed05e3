"""Turns each step of a plan into what runs it, before anything is sent; a plan that does not fit the registry is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sync.core.plan.model import InvokeCheck, Plan, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.core.worlds import Wanted, WantedCenter, WantedFunction
from sync.errors import PlanRefusedError
from sync.execute.clouds import Clouds
from sync.execute.flow_guard import FlowGuard
from sync.execute.functions import Configuring, narrowed
from sync.execute.invoke_check import Invoking
from sync.execute.preconditions import Write
from sync.execute.registrations import Registering, Repointing, Unregistering, Updating
from sync.specs.ids import CenterName, Uid

Task = Write | Invoking

_HINT = "run `ivrsync plan` again: the plan was made for another state of the registry"


def tasks(plan: Plan, wanted: Wanted, clouds: Clouds) -> tuple[tuple[Step, Task], ...]:
    """Every step with what runs it, in the order of the plan; `PlanRefusedError` when one is not in the registry."""
    doubled = sorted(step_id for step_id, count in Counter(step.id for step in plan.steps).items() if count > 1)
    if doubled:
        raise PlanRefusedError(f"the plan has more than one step {', '.join(doubled)}", "make the plan again with `ivrsync plan`")
    known = directory(wanted)
    return tuple((step, _task(step, plan, known, clouds)) for step in plan.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The registry's centers and functions by their names; `PlanRefusedError` for an unknown one."""

    centers: Mapping[tuple[CenterName, str], WantedCenter]
    functions: Mapping[Uid, WantedFunction]

    def center(self, name: CenterName, instance: str) -> WantedCenter:
        """The center of that name, if it still is that instance."""
        center = self.centers.get((name, instance))
        if center is None:
            raise PlanRefusedError(f"the registry has no center {name} with instance {instance}", _HINT)
        return center

    def function(self, uid: Uid) -> WantedFunction:
        """The function of that uid."""
        function = self.functions.get(uid)
        if function is None:
            raise PlanRefusedError(f"the registry has no function {uid}", _HINT)
        return function


def directory(wanted: Wanted) -> Directory:
    """The registry arranged for looking up."""
    return Directory(
        centers={(center.name, center.instance): center for center in wanted.centers},
        functions={function.uid: function for function in wanted.functions},
    )


def _task(step: Step, plan: Plan, directory: Directory, clouds: Clouds) -> Task:
    if isinstance(step, UpdateFunction):
        wanted = narrowed(step, directory.function(step.uid).configuration)
        return Configuring(step=step, wanted=wanted, clouds=clouds)
    center = directory.center(step.center, step.instance)
    if isinstance(step, Register | Repoint):
        directory.function(step.uid)  # refused where the registry no longer asks for it
    guard = FlowGuard(plan=plan, center=center, clouds=clouds)
    match step:
        case Register():
            return Registering(step=step, center=center, clouds=clouds)
        case Repoint():
            return Repointing(step=step, center=center, clouds=clouds, guard=guard)
        case UpdateRegistration():
            return Updating(step=step, center=center, clouds=clouds)
        case Unregister():
            return Unregistering(step=step, center=center, clouds=clouds, guard=guard)
        case InvokeCheck():
            return Invoking(step=step, center=center, callers=clouds.writers.callers)
        case _:
            assert_never(step)
