"""Readers to the found world: everything in parallel, and what could not be read becomes a gap.

A gap is never an absence. And an absence is never taken from a listing alone: what should be there and is not listed is asked
for by itself, because a listing may lag behind a change that a single read already shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from sync.core.normalise import recorded_target
from sync.core.worlds import Found, FoundFlow, FoundFunction, FoundRegistration, Gap, GapScope, Wanted, WantedCenter
from sync.discovery.gaps import gap_of
from sync.errors import CloudError, Failure, IvrsyncError
from sync.ports import Readers
from sync.specs.ids import GENERATIONS, Address, Generation, Region, is_possible
from sync.specs.models import Lock
from sync.workers import Outcome, WorkerPool

Place = tuple[Region, Generation]
Parts = tuple[FoundFunction | FoundRegistration | FoundFlow, ...]

# A call that never reached a service shows nothing about the credentials.
_NEVER_ASKED = frozenset({"NoEndpoint", "NoConnection"})


class RefusedError(IvrsyncError):
    """Every service that was reached refused the credentials, and nothing could be read: one mistake, however many gaps it makes.

    `answer` is the error of one refused call; `found` is the world that was read, which is all gaps.
    """

    def __init__(self, answer: CloudError, found: Found) -> None:
        super().__init__(answer.message, answer.hint)
        self.answer = answer
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """`done` of `total` readings are in, the last one of `subject` (a region or a center). The total grows on the way."""

    scope: GapScope
    subject: str
    generation: Generation | None
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _RegionReading:
    """All functions of one generation in a region."""

    region: Region
    generation: Generation


@dataclass(frozen=True, slots=True)
class _FunctionReading:
    """One function that a listing did not contain."""

    address: Address


@dataclass(frozen=True, slots=True)
class _CenterReading:
    """All registrations, or all flows, of a center."""

    scope: GapScope
    center: WantedCenter


_Reading = _RegionReading | _FunctionReading | _CenterReading


def discover(
    readers: Readers,
    wanted: Wanted,
    recorded: Lock | None,
    *,
    elsewhere: Iterable[Region] = (),
    workers: int = 16,
    progress: Callable[[Progress], None],
) -> Found:
    """Read every center of the registry, and every region and generation that the registry, the lock or a registration names.

    Where a function of the registry is certainly absent, the regions `elsewhere` are read as well: it may be there now. A
    registration that names no service is looked for among 3.0 functions, any other among 2.0. Equal clouds give equal worlds:
    everything is sorted. Interrupting it leaves no thread to wait for. Raises `RefusedError`.
    """
    with WorkerPool[_Reading, Parts](workers) as pool:
        observation = _Observation(readers, pool, progress)
        for center in wanted.centers:
            observation.read(_CenterReading("registrations", center))
            observation.read(_CenterReading("flows", center))
        observation.look_for(item.address for item in wanted.functions)
        observation.look_for(recorded_target(item) for item in (recorded.functions.values() if recorded else ()))
        observation.finish()
        if (answer := observation.refusal()) is not None:
            raise RefusedError(answer, observation.found())
        if observation.lacks(item.address for item in wanted.functions):
            observation.search(elsewhere)
        return observation.found()


class _Observation:
    """One discovery in progress: what was requested, what was read, what failed."""

    def __init__(self, readers: Readers, pool: WorkerPool[_Reading, Parts], progress: Callable[[Progress], None]) -> None:
        self._readers = readers
        self._pool = pool
        self._progress = progress
        self._asked: set[_Reading] = set()
        self._done = 0
        self._named: set[Address] = set()
        self._listed: set[Place] = set()
        self._functions: dict[Address, FoundFunction] = {}
        self._registrations: list[FoundRegistration] = []
        self._flows: list[FoundFlow] = []
        self._gaps: list[Gap] = []
        self._failures: list[CloudError] = []
        self._searched: set[_RegionReading] = set()  # places that only a missing function leads to
        self._unsearched: list[Gap] = []

    def read(self, reading: _Reading) -> None:
        """Request it, once."""
        if reading not in self._asked:
            self._asked.add(reading)
            self._pool.submit(reading, lambda: self._sent(reading))

    def look_for(self, functions: Iterable[Address]) -> None:
        """Read the regions of these functions; functions that are not listed there are read by name at the end."""
        for address in functions:
            if address not in self._named and is_possible(address):
                self._named.add(address)
                self.read(_RegionReading(address.region, address.generation))

    def finish(self) -> None:
        """Read everything, and everything that follows from it."""
        self._take_in()
        for address in sorted(self._named - self._functions.keys()):
            if (address.region, address.generation) in self._listed:
                self.read(_FunctionReading(address))
        self._take_in()

    def lacks(self, functions: Iterable[Address]) -> bool:
        """Whether one of these certainly does not exist."""
        missing = (address for address in functions if address not in self._functions)
        return any((address.region, address.generation) in self._listed for address in missing)

    def search(self, regions: Iterable[Region]) -> None:
        """Read these regions, as far as they were not read; what cannot be read there is a gap of this search alone."""
        readings = (_RegionReading(region, generation) for region in regions for generation in GENERATIONS)
        self._searched = {reading for reading in readings if reading not in self._asked}
        for reading in sorted(self._searched, key=lambda item: (item.region, item.generation)):
            self.read(reading)
        self._take_in()

    def refusal(self) -> CloudError | None:
        """A refused call, when nothing was read and every service that was reached refused the credentials."""
        asked = [failure for failure in self._failures if failure.code not in _NEVER_ASKED]
        is_refused = all(failure.failure is Failure.DENIED for failure in asked)
        if len(self._failures) < self._done or not is_refused:
            return None
        return min(asked, key=lambda failure: (failure.code, failure.operation, failure.reason), default=None)

    def found(self) -> Found:
        """Everything that was read, in order."""
        return Found(
            functions=tuple(function for _, function in sorted(self._functions.items(), key=lambda item: item[0])),
            registrations=tuple(sorted(self._registrations, key=lambda item: (item.center, item.id))),
            flows=tuple(sorted(self._flows, key=lambda item: (item.center, item.id))),
            gaps=_in_order(self._gaps),
            unsearched=_in_order(self._unsearched),
        )

    def _sent(self, reading: _Reading) -> Parts:
        match reading:
            case _RegionReading(region, generation):
                return self._readers.functions.functions(region, generation)
            case _FunctionReading(address):
                function = self._readers.functions.function(address)
                return () if function is None else (function,)
            case _CenterReading("registrations", center):
                return self._readers.centers.registrations(center)
            case _CenterReading(_, center):
                return self._readers.centers.flows(center)
            case _:
                assert_never(reading)

    def _take_in(self) -> None:
        for outcome in self._pool.outcomes():
            self._done += 1
            if isinstance(outcome.error, CloudError):
                gaps = self._unsearched if outcome.key in self._searched else self._gaps
                gaps.append(gap_of(outcome.error, *_named(outcome.key)))
                self._failures.append(outcome.error)
            else:
                self._keep(outcome)
            scope, subject, generation = _named(outcome.key)
            self._progress(Progress(scope=scope, subject=subject, generation=generation, done=self._done, total=len(self._asked)))

    def _keep(self, outcome: Outcome[_Reading, Parts]) -> None:
        if isinstance(outcome.key, _RegionReading):
            self._listed.add((outcome.key.region, outcome.key.generation))
        for part in outcome.unwrap():
            match part:
                case FoundFunction():
                    self._functions[part.address] = part
                case FoundRegistration():
                    self._registrations.append(part)
                    self.look_for([part.target])
                case FoundFlow():
                    self._flows.append(part)
                case _:
                    assert_never(part)


def _in_order(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    def place(gap: Gap) -> tuple[str, ...]:
        return gap.scope, gap.subject, gap.generation or "", gap.operation, gap.code, gap.message

    return tuple(sorted(set(gaps), key=place))


def _named(reading: _Reading) -> tuple[GapScope, str, Generation | None]:
    match reading:
        case _RegionReading(region, generation):
            return "region", region, generation
        case _FunctionReading(address):
            return "function", address.region, address.generation
        case _CenterReading(scope, center):
            return scope, center.name, None
        case _:
            assert_never(reading)
