"""What the tool needs from the clouds, in its own types. Readers and writers are separate.

Every method raises `CloudError` and nothing else for a failure of the cloud. A listing is complete or it raises:
an implementation never returns part of a list.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from sync.core.worlds import Configuration, FoundFlow, FoundFunction, FoundRegistration, RegistrationState, WantedCenter
from sync.specs.ids import Address, Generation, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of a function call. `error` is None when the function ran to its end."""

    payload: str
    error: str | None


class FunctionReader(Protocol):
    """Reads Function Compute, both generations."""

    def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
        """Every function of that generation in the region."""
        ...

    def function(self, address: Address) -> FoundFunction | None:
        """One function now, or None when it does not exist."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """A code package (a zip) as a seekable file, fetched as far as it is read; for one thread at a time.

    Reading raises `CloudError` where fetching fails. `checksum` is what Function Compute reports for this very content, None where
    it reports none.
    """

    file: BinaryIO
    checksum: str | None


class CodeReader(Protocol):
    """Reads deployed code packages."""

    def open(self, address: Address) -> AbstractContextManager[OpenCode]:
        """The package of a function. One that does not exist is `Failure.ABSENT`."""
        ...


class FunctionWriter(Protocol):
    """Changes functions."""

    def configure(self, address: Address, changes: Configuration, *, without: frozenset[str] = frozenset()) -> None:
        """Set the stated fields. The environment is merged: names not stated stay as they are, but those `without`, which go."""
        ...


class FunctionInvoker(Protocol):
    """Calls functions directly in Function Compute."""

    def invoke(self, address: Address, event: str) -> Answer:
        """Call synchronously with that event."""
        ...


class CenterReader(Protocol):
    """Reads one call center."""

    def registrations(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        """Every registration of the center."""
        ...

    def flows(self, center: WantedCenter) -> tuple[FoundFlow, ...]:
        """Every contact flow of the center, with its definition and the numbers bound to it."""
        ...


class RegistrationWriter(Protocol):
    """Changes registrations (inner API CloudCallCenter 2017-07-05; an account may not reach it)."""

    def register(self, center: WantedCenter, registration: RegistrationState) -> str:
        """Add one; returns its id. Failover cannot be written by API and is ignored."""
        ...

    def modify(self, center: WantedCenter, registration_id: str, registration: RegistrationState) -> None:
        """Set target, description and role of an existing one."""
        ...

    def unregister(self, center: WantedCenter, registration_id: str) -> None:
        """Remove one; one that is already gone is a `CloudError` with `Failure.ABSENT`."""
        ...


class RegistrationTester(Protocol):
    """Calls a function as the center would (TestFcInvocation)."""

    def test(self, center: WantedCenter, target: Address, role: str, event: str) -> Answer:
        """Call by the registration's coordinates with that event, as JSON text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """All that reading commands receive. `time` is the clouds' own, as their last answer told it; None where none did."""

    functions: FunctionReader
    centers: CenterReader
    code: CodeReader
    time: Callable[[], datetime | None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """All that test calls need: the called functions may have effects, but nothing is written."""

    tester: RegistrationTester
    invoker: FunctionInvoker


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """All that apply receives besides readers."""

    functions: FunctionWriter
    registrations: RegistrationWriter
    tester: RegistrationTester
    invoker: FunctionInvoker

    @property
    def callers(self) -> Callers:
        """The ports that call and do not write."""
        return Callers(tester=self.tester, invoker=self.invoker)
