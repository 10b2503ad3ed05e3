"""The writing steps on registrations: how each reads its target, and how it is sent.

No API writes failover: a plan changes it in a step for a person, which for a registration that is new comes after the step that
adds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.core.plan.cause import FunctionAbsent, RegistrationChanged, RegistrationGone, TargetTaken
from sync.core.plan.model import Register, Repoint, Unregister, UpdateRegistration, known
from sync.core.worlds import FoundRegistration, RegistrationState, WantedCenter
from sync.errors import CloudError
from sync.execute.clouds import Clouds
from sync.execute.flow_guard import FlowGuard
from sync.execute.preconditions import Diverged, Satisfied, Sight, Unchanged
from sync.specs.ids import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """Adds a registration, unless one with the same target exists."""

    step: Register
    center: WantedCenter
    clouds: Clouds

    def look(self) -> Sight:
        """A registration with the same target and other fields is not duplicated."""
        after = self.step.after
        same = [item for item in _registrations(self.clouds, self.center) if item.target == after.target]
        for item in same:
            if _is_done(item, self.step):
                return Satisfied(registration_id=item.id)
        if same:
            return Diverged(TargetTaken(id=same[0].id, planned=after, now=same[0].state))
        return _when_callable(self.clouds, after.target)

    def send(self) -> str:
        """Returns the id of the new registration."""
        return self.clouds.writers.registrations.register(self.center, self.step.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repointing:
    """Gives a registration another target."""

    step: Repoint
    center: WantedCenter
    clouds: Clouds
    guard: FlowGuard

    def look(self) -> Sight:
        """Only a function that exists may become the target, and a working target is not taken from a flow without permission."""
        listed = _registrations(self.clouds, self.center)
        item = _of(listed, self.step.registration_id)
        sight = _against(item, self.step)
        if item is None or not isinstance(sight, Unchanged):
            return sight
        before, after = self.step.before.target, self.step.after.target
        sight = _when_callable(self.clouds, after)
        if isinstance(sight, Unchanged) and _may_work(self.clouds, before):
            return self.guard.none_new(item, listed)
        return sight

    def send(self) -> None:
        """Sets target, description and role."""
        self.clouds.writers.registrations.modify(self.center, self.step.registration_id, self.step.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Updating:
    """Gives a registration another description, role or failover."""

    step: UpdateRegistration
    center: WantedCenter
    clouds: Clouds

    def look(self) -> Sight:
        """Compares the whole registration."""
        return _against(_registration(self.clouds, self.center, known(self.step.registration_id)), self.step)

    def send(self) -> None:
        """Sets target, description and role."""
        self.clouds.writers.registrations.modify(self.center, known(self.step.registration_id), self.step.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class PuttingBack:
    """Restores what a step of this or an earlier run changed in a registration."""

    step: Repoint | UpdateRegistration
    center: WantedCenter
    clouds: Clouds

    def look(self) -> Sight:
        """Only what the step set is put back; what somebody has changed since stays."""
        item = _registration(self.clouds, self.center, known(self.step.registration_id))
        if item is None:
            return Diverged(RegistrationGone(id=known(self.step.registration_id)))
        if item.state == self.step.before:
            return Satisfied()
        return Unchanged() if _is_done(item, self.step) else _changed(self.step.after, item)

    def send(self) -> None:
        """Sets target, description and role as they were."""
        self.clouds.writers.registrations.modify(self.center, known(self.step.registration_id), self.step.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unregistering:
    """Removes a registration."""

    step: Unregister
    center: WantedCenter
    clouds: Clouds
    guard: FlowGuard

    def look(self) -> Sight:
        """A missing registration is as wanted; one that a flow has used since the plan was made stays."""
        listed = _registrations(self.clouds, self.center)
        item = _of(listed, self.step.registration_id)
        if item is None:
            return Satisfied()
        if item.state == self.step.before:
            return self.guard.none_new(item, listed)
        return _changed(self.step.before, item)

    def send(self) -> None:
        """Removes it."""
        self.clouds.writers.registrations.unregister(self.center, self.step.registration_id)


def _against(item: FoundRegistration | None, step: Repoint | UpdateRegistration) -> Sight:
    if item is None:
        return Diverged(RegistrationGone(id=known(step.registration_id)))
    if _is_done(item, step):
        return Satisfied()
    if _is_as_planned(item, step):
        return Unchanged()
    return _changed(step.before, item)


def _is_as_planned(item: FoundRegistration, step: Repoint | UpdateRegistration) -> bool:
    """A step by hand without a role leaves the role as it is: the center may have given a new registration one."""
    now = item.state
    leaves_role = step.by_hand and not step.before.role and not step.after.role
    return now == (replace(step.before, role=now.role) if leaves_role else step.before)


def _is_done(item: FoundRegistration, step: Register | Repoint | UpdateRegistration) -> bool:
    """Sent by API, a new registration cannot have its failover yet. An empty role means any role."""
    now = item.state
    sent = isinstance(step, Register) and not step.by_hand
    asked = replace(step.after, role=step.after.role or now.role, failover=now.failover if sent else step.after.failover)
    return now == asked


def _when_callable(clouds: Clouds, target: Address) -> Sight:
    return Unchanged() if _exists(clouds, target) else Diverged(FunctionAbsent(address=target))


def _may_work(clouds: Clouds, target: Address) -> bool:
    """A target that cannot be read, such as one in an unknown region, is not certainly missing."""
    try:
        return _exists(clouds, target)
    except CloudError:
        return True


def _exists(clouds: Clouds, address: Address) -> bool:
    return clouds.readers.functions.function(address) is not None


def _registrations(clouds: Clouds, center: WantedCenter) -> tuple[FoundRegistration, ...]:
    return clouds.readers.centers.registrations(center)


def _registration(clouds: Clouds, center: WantedCenter, registration_id: str) -> FoundRegistration | None:
    return _of(_registrations(clouds, center), registration_id)


def _of(listed: Iterable[FoundRegistration], registration_id: str) -> FoundRegistration | None:
    return next((item for item in listed if item.id == registration_id), None)


def _changed(planned: RegistrationState, item: FoundRegistration) -> Diverged:
    return Diverged(RegistrationChanged(planned=planned, now=item.state))
