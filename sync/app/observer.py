"""What a use case says while it works, as typed events, to whoever wants to hear them."""

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
    """The clouds are about to be read; what is in follows as `Reading`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStarted:
    """A test call is about to be made: the `position`-th of `total`, counted from 1."""

    step: Step
    position: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountUnchecked:
    """STS could not say whose the credentials are; settings or lock are believed. `trouble` says why."""

    account: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturesNotKept:
    """What code shows was read and could not be put into the cache. `trouble` says why."""

    trouble: str


Notice = AccountUnchecked | SignaturesNotKept
Event = ReadingStarted | Reading | StepStarted | Checking | CallStarted | Result | Notice


class Observer(Protocol):
    """Watches a use case at work, and may ask it to stop."""

    def hear(self, event: Event) -> None:
        """Called for each event, in order."""

    def stopping(self) -> AbstractContextManager[Stop]:
        """Entered while steps are run; the answer is asked before each of them. True: no further step is begun."""


class _Nobody:
    def hear(self, event: Event) -> None:
        """Nothing comes of it."""

    def stopping(self) -> AbstractContextManager[Stop]:
        """Never."""
        return nullcontext(lambda: False)


NOBODY: Observer = _Nobody()
