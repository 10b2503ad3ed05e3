"""The state of a step's target, and reading it until it is consistent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sync.core.plan.cause import CloudSaid, Divergence
from sync.errors import CloudError
from sync.polling import UNTIL_IT_SHOWS, Sleep, poll


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfied:
    """The target is already as the step would make it."""

    registration_id: str | None = None  # of the registration a register step asks for


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The target is as it was when the plan was made: the step may be sent."""


@dataclass(frozen=True, slots=True)
class Diverged:
    """The target is neither; `now` is its present state."""

    now: Divergence


Sight = Satisfied | Unchanged | Diverged


class Write(Protocol):
    """One writing step: how to read its target, and how to send it."""

    def look(self) -> Sight:
        """Read the target now; may raise `CloudError`."""
        ...

    def send(self) -> str | None:
        """Send it once; returns the registration id where the cloud gives one; may raise `CloudError`."""
        ...


def as_cause(error: CloudError) -> CloudSaid:
    """The error of a cloud, as a cause."""
    return CloudSaid(operation=error.operation, cloud_code=error.code, message=error.reason, request_id=error.request_id)


def wait_until_consistent(write: Write, sleep: Sleep) -> Sight:
    """Read until the target is as wanted, with growing waits, so that a stale read does not decide.

    Otherwise the last read decides: its result is returned, or its `CloudError` is raised.
    """
    sight = poll(lambda: glance(write), lambda sight: not isinstance(sight, Satisfied), UNTIL_IT_SHOWS, sleep)
    if isinstance(sight, CloudError):
        raise sight
    return sight


def glance(write: Write) -> Sight | CloudError:
    """One read, or the reason why it failed."""
    try:
        return write.look()
    except CloudError as error:
        return error
