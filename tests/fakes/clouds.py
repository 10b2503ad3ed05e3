"""Both clouds in memory, behind every port, with faults on demand.

The world is kept as immutable snapshots, so that a stale read is simply an earlier snapshot. Each call is numbered from 1,
logged, and followed by `watch`, which tests use to hold an invariant at every moment.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from itertools import repeat
from typing import Literal, TypeVar

from sync.core.redaction import Redacted, redacted
from sync.core.worlds import Configuration, FoundFlow, FoundFunction, FoundRegistration, RegistrationState, WantedCenter
from sync.errors import CloudError, Failure
from sync.ports import Answer, OpenCode, Readers, Writers
from sync.specs.ids import Address, CenterName, Generation, Region
from tests.fakes.world import World, merged, placed

T = TypeVar("T")
Kind = Literal["functions", "registrations"]
Behaviour = Callable[[str], Answer]
WRITES = frozenset({"configure", "register", "modify", "unregister"})
FOREVER = 10**9
SALT = "5a" * 16


class Killed(BaseException):
    """The process died here. Not an `Exception`, so that no handler of the code under test can swallow it."""


class Moment(Enum):
    """Whether something strikes before the call has an effect, or after it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call that reached the clouds; `effect` is False when a fault struck first."""

    number: int
    operation: str
    subject: str
    effect: bool


@dataclass(slots=True)
class _Fault:
    operation: str
    failure: Failure
    moment: Moment
    skip: int
    times: int

    def strikes(self, operation: str) -> bool:
        if operation != self.operation or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True


class FakeClouds:
    """Every reader and writer port over one in-memory world. `readers` and `writers` bundle it the way the tool takes it."""

    def __init__(
        self,
        *,
        centers: Iterable[CenterName] = (),
        functions: Iterable[FoundFunction] = (),
        registrations: Iterable[FoundRegistration] = (),
        flows: Iterable[FoundFlow] = (),
        behaviours: Mapping[Address, Behaviour] | None = None,
        packages: Mapping[Address, bytes] | None = None,
    ) -> None:
        self.world = World(
            functions={function.address: function for function in functions},
            registrations={(registration.center, registration.id): registration for registration in registrations},
            flows=tuple(flows),
        )
        self.centers = {*centers, *(center for center, _ in self.world.registrations)}
        self.behaviours = dict(behaviours or {})
        self.packages = dict(packages or {})
        self.calls: list[Call] = []
        self.time: datetime | None = None  # what the answers tell of it
        self.watch: Callable[[World], None] = lambda _world: None
        self._lock = threading.RLock()
        self._faults: list[_Fault] = []
        self._death: tuple[int, Moment] | None = None
        self._stale_after_write = 0
        self._lagging: dict[Kind, Iterator[World]] = {}
        self._ids = 0
        self._versions = 0
        self._originals: dict[bytes, str] = {}

    @property
    def readers(self) -> Readers:
        """The clouds as reading commands receive them."""
        return Readers(functions=self, centers=self, code=self, time=lambda: self.time)

    @property
    def writers(self) -> Writers:
        """The clouds as apply receives them besides the readers."""
        return Writers(functions=self, registrations=self, tester=self, invoker=self)

    def fail(self, operation: str, failure: Failure, *, moment: Moment = Moment.BEFORE, skip: int = 0, times: int = 1) -> None:
        """Let `skip` calls of the operation pass, then make `times` of them fail; AFTER means it took effect all the same."""
        self._faults.append(_Fault(operation, failure, moment, skip, times))

    def kill(self, at: int, moment: Moment) -> None:
        """Kill the caller before or after the call of that number, counted from 1 over all operations."""
        self._death = (at, moment)

    def heal(self) -> None:
        """Forget all faults, deaths and staleness; the world and the log stay."""
        self._faults.clear()
        self._death = None
        self._stale_after_write = 0
        self._lagging.clear()

    def go_stale(self, reads: int) -> None:
        """From now on, the first `reads` reads of functions or registrations after a write to them show what was before."""
        self._stale_after_write = reads

    def change(self, world: World) -> None:
        """Somebody else changes the world: not a call, not logged, visible at once."""
        self.world = world
        self._lagging.clear()

    def sent(self, *operations: str) -> list[Call]:
        """The logged calls of these operations; of all writes when none is named."""
        return [call for call in self.calls if call.operation in (operations or WRITES)]

    # Reading

    def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
        """See `FunctionReader`."""

        def act() -> tuple[FoundFunction, ...]:
            functions = self._seen("functions").functions.values()
            mine = [item for item in functions if item.address.region == region and item.address.generation == generation]
            return tuple(_shown(item) for item in sorted(mine, key=lambda item: item.address))

        return self._call("functions", f"{region} {generation}", act)

    def function(self, address: Address) -> FoundFunction | None:
        """See `FunctionReader`."""

        def act() -> FoundFunction | None:
            read = self._seen("functions").functions.get(address)
            return None if read is None else self._remembered(read)

        return self._call("function", str(address), act)

    def _remembered(self, read: FoundFunction) -> FoundFunction:
        shown = _shown(read)
        texts = read.configuration.environment or {}
        for name, value in (shown.configuration.environment or {}).items():
            if isinstance(value, Redacted):
                self._originals[value.digest] = str(texts[name])
        return shown

    def _opened(self, changes: Configuration) -> Configuration:
        if not changes.environment:
            return changes
        texts = {
            name: self._originals[value.digest] if isinstance(value, Redacted) else value
            for name, value in changes.environment.items()
        }
        return replace(changes, environment=texts)

    def registrations(self, center: WantedCenter) -> tuple[FoundRegistration, ...]:
        """See `CenterReader`."""

        def act() -> tuple[FoundRegistration, ...]:
            self._enter(center, "registrations")
            return tuple(
                item for (name, _), item in sorted(self._seen("registrations").registrations.items()) if name == center.name
            )

        return self._call("registrations", center.name, act)

    def flows(self, center: WantedCenter) -> tuple[FoundFlow, ...]:
        """See `CenterReader`."""

        def act() -> tuple[FoundFlow, ...]:
            self._enter(center, "flows")
            return tuple(flow for flow in self.world.flows if flow.center == center.name)

        return self._call("flows", center.name, act)

    # Writing

    @contextmanager
    def open(self, address: Address) -> Iterator[OpenCode]:
        """See `CodeReader`."""

        def act() -> bytes:
            if address not in self._seen("functions").functions:
                raise _error("open", Failure.ABSENT, f"{address} does not exist")
            return self.packages.get(address, b"")

        yield OpenCode(file=io.BytesIO(self._call("open", str(address), act)), checksum=None)

    def configure(self, address: Address, changes: Configuration, *, without: frozenset[str] = frozenset()) -> None:
        """See `FunctionWriter`."""

        def act() -> None:
            present = self.world.functions.get(address)
            if present is None:
                raise _error("configure", Failure.ABSENT, f"no function {address}")
            self._versions += 1
            changed = replace(
                present,
                configuration=merged(present.configuration, self._opened(changes), without),
                modified=f"write-{self._versions}",
            )
            self._keep(changed)

        self._call("configure", str(address), act)

    def register(self, center: WantedCenter, registration: RegistrationState) -> str:
        """See `RegistrationWriter`."""

        def act() -> str:
            self._enter(center, "register")
            self._ids += 1
            added = placed(center.name, f"given-{self._ids}", registration)
            self._keep(added)
            return added.id

        return self._call("register", f"{center.name} {registration.target}", act)

    def modify(self, center: WantedCenter, registration_id: str, registration: RegistrationState) -> None:
        """See `RegistrationWriter`."""

        def act() -> None:
            present = self._present("modify", center, registration_id)
            state = replace(registration, failover=present.state.failover)
            self._keep(replace(present, state=state))

        self._call("modify", f"{center.name} {registration_id}", act)

    def unregister(self, center: WantedCenter, registration_id: str) -> None:
        """See `RegistrationWriter`."""

        def act() -> None:
            self._present("unregister", center, registration_id)
            left = {key: item for key, item in self.world.registrations.items() if key != (center.name, registration_id)}
            self._write("registrations", replace(self.world, registrations=left))

        self._call("unregister", f"{center.name} {registration_id}", act)

    # Calling functions

    def test(self, center: WantedCenter, target: Address, role: str, event: str) -> Answer:
        """See `RegistrationTester`."""
        del role  # which roles a center may assume is not modelled

        def act() -> Answer:
            self._enter(center, "test")
            return self._run("test", target, event)

        return self._call("test", f"{center.name} {target}", act)

    def invoke(self, address: Address, event: str) -> Answer:
        """See `FunctionInvoker`."""
        return self._call("invoke", str(address), lambda: self._run("invoke", address, event))

    # Within

    def _call(self, operation: str, subject: str, act: Callable[[], T]) -> T:
        with self._lock:
            number = len(self.calls) + 1
            fault = next((fault for fault in self._faults if fault.strikes(operation)), None)
            early = self._death == (number, Moment.BEFORE) or (fault is not None and fault.moment is Moment.BEFORE)
            self.calls.append(Call(number=number, operation=operation, subject=subject, effect=not early))
            try:
                self._die(number, Moment.BEFORE)
                if fault is not None and early:
                    raise _error(operation, fault.failure, "a fault asked for by the test")
                answer = self._acted(number, act)
                if fault is not None:
                    raise _error(operation, fault.failure, "a fault asked for by the test, after it took effect")
                return answer
            finally:
                self.watch(self.world)

    def _acted(self, number: int, act: Callable[[], T]) -> T:
        try:
            answer = act()
        except CloudError:
            self._die(number, Moment.AFTER)  # an answer that refuses is an answer too
            raise
        self._die(number, Moment.AFTER)
        return answer

    def _die(self, number: int, moment: Moment) -> None:
        if self._death == (number, moment):
            raise Killed(f"{moment.value} call {number}")

    def _seen(self, kind: Kind) -> World:
        return next(self._lagging.get(kind, iter(())), self.world)

    def _keep(self, item: FoundFunction | FoundRegistration) -> None:
        if isinstance(item, FoundFunction):
            functions = {**self.world.functions, item.address: item}
            self._write("functions", replace(self.world, functions=functions))
        else:
            registrations = {**self.world.registrations, (item.center, item.id): item}
            self._write("registrations", replace(self.world, registrations=registrations))

    def _write(self, kind: Kind, world: World) -> None:
        self._lagging[kind] = repeat(self.world, self._stale_after_write)
        self.world = world

    def _enter(self, center: WantedCenter, operation: str) -> None:
        if center.name not in self.centers:
            raise _error(operation, Failure.ABSENT, f"no instance {center.instance}")

    def _present(self, operation: str, center: WantedCenter, registration_id: str) -> FoundRegistration:
        self._enter(center, operation)
        present = self.world.registrations.get((center.name, registration_id))
        if present is None:
            raise _error(operation, Failure.ABSENT, f"no registration {registration_id}")
        return present

    def _run(self, operation: str, target: Address, event: str) -> Answer:
        if target not in self.world.functions:
            raise _error(operation, Failure.ABSENT, f"no function {target}")
        behaviour = self.behaviours.get(target)
        return behaviour(event) if behaviour else Answer(payload="{}", error=None)


def _error(operation: str, failure: Failure, message: str) -> CloudError:
    return CloudError(operation, failure, code=failure.value, message=message, request_id="test-request")


def _shown(function: FoundFunction) -> FoundFunction:
    """As it comes through the door: what looks secret is redacted."""
    settings = function.configuration
    if not settings.environment:
        return function
    return replace(function, configuration=replace(settings, environment=redacted(settings.environment, SALT)))
