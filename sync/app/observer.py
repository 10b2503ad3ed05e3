"""What a use case reports while it runs, as typed events."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from sync.core.plan.model import Step
from sync.core.plan.report import Checking, Result, StepStarted
from sync.discovery.world import Progress

Reading = Progress
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ReadingStarted:
    """The clouds are about to be read; `Reading` events report the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted:
    """A test call is about to be made: the `position`-th of `total`, counted from 1."""

    step: Step
    position: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUnchecked:
    """STS could not be asked for the account; the settings or the lock are trusted. `trouble` states why."""

    account: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesNotKept:
    """The result of reading code could not be written to the cache. `trouble` states why."""

    trouble: str


Notice = AccountUnchecked | SignaturesNotKept
Event = ReadingStarted | Reading | StepStarted | Checking | CallStarted | Result | Notice


class Observer(Protocol):
    """Watches a use case at work, and may ask it to stop."""

    def notify(self, event: Event) -> None:
        """Called for each event, in order."""

    def stopping(self) -> AbstractContextManager[Stop]:
        """Entered while steps run; the function is called before each step. True: no further step is started."""


class _Nobody:
    def notify(self, event: Event) -> None:
        """Ignores the event."""

    def stopping(self) -> AbstractContextManager[Stop]:
        """Never."""
        return nullcontext(lambda: False)


NOBODY: Observer = _Nobody()
