"""A registration as it is, and as it should become: fields that are not stated stay as found."""

from __future__ import annotations

from sync.core.matching.registrations import Pair
from sync.core.normalise import failover_target
from sync.core.worlds import FailoverTarget, RegistrationState, WantedRegistration
from sync.specs.models import RecordedRegistration


def wanted_state(pair: Pair) -> RegistrationState:
    """What the found registration should become."""
    wanted, found = pair.wanted, pair.found.state
    return RegistrationState(
        target=wanted.target,
        description=found.description if wanted.description is None else wanted.description,
        role=found.role if wanted.role is None else wanted.role,
        failover=found.failover if wanted.failover is None else wanted.failover,
    )


def new_state(wanted: WantedRegistration) -> RegistrationState:
    """A registration that is not there yet."""
    return RegistrationState(
        target=wanted.target, description=wanted.description or "", role=wanted.role or "", failover=wanted.failover
    )


def recorded_failover(entry: RecordedRegistration) -> FailoverTarget | None:
    """The failover of a recorded registration."""
    return failover_target(entry.failover)
