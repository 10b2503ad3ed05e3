"""The comparison: what is so against what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.oracle.scene import Address, Scene
from tests.oracle.told import Lock, Said
from tests.oracle.truth import NOTHING_REACHED, UNKNOWN_REGION, Broken

FINE, ERROR, DRIFT, PENDING, BREAKS, UNREAD = 0, 1, 2, 3, 4, 5
SILENT = "a broken flow is not named, and the exit code is 0"
UNNAMED = "a broken flow is not named"
WRONG_CODE = "a flow is broken, and the exit code is not 4"
FALSE_ALARM = "exit code 4 although every flow works"
FALSE_NAME = "a finding says that it breaks flows, and none of those it names is broken"
TWO_CODES = "the document and the process state two exit codes"
MADE_WORSE = "apply broke a flow that worked"
NOT_ADMITTED = "apply left a flow broken, and its exit code is neither 4 nor 1"
REFUSED = "a registry that is right was refused"
NOT_LOOKED = "a flow is sent to a region that nobody knows, and the exit code says that all was read"
NOT_ALL_READ = "a center could not be read, and the exit code says that all was read"
NOT_SETTLED = "a second apply, at once, had steps to carry out"
EMPTY_STEP = "a second apply, at once, had a step for what was so already"
CRASHED = "the command did not end in any way it promises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One promise not kept, with what was seen."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What the registry answers for: its specs' addresses, and what the lock and adopted ids say is its own."""

    addresses: frozenset[Address]
    registrations: frozenset[tuple[str, str]]

    def covers(self, found: Broken) -> bool:
        """Whether the tool has to name this: nothing is reached, or what is reached is the registry's."""
        owned = (found.center, found.holds) in self.registrations
        return found.reason in NOTHING_REACHED or owned or found.reached in self.addresses


def claim_of(scene: Scene, lock: Lock | None) -> Claim:
    """What the registry answers for now."""
    recorded = lock or Lock()
    wanted = {spec.address for spec in scene.specs.values()}
    adopted = {(center, key) for spec in scene.specs.values() for center, key in spec.centers if key}
    return Claim(frozenset(wanted | recorded.addresses), frozenset(adopted | recorded.registrations))


def relation(scene: Scene, lock: Lock | None, found: Broken) -> str:
    """How the registry knows what a broken module reaches, in a few words for the table."""
    if found.reason in NOTHING_REACHED:
        owned = lock is not None and (found.center, found.holds) in lock.registrations
        return "id of the lock" if owned else "id that is not of the lock"
    if found.reached in {spec.address for spec in scene.specs.values()}:
        return "function of a spec"
    if lock is not None and found.reached in lock.addresses:
        return "function of the lock only"
    return "function behind an owned registration" if claim_of(scene, lock).covers(found) else "stranger's function"


def judge_look(command: str, said: Said, broken: tuple[Broken, ...], claim: Claim) -> Iterator[Failure]:
    """Every promise that one look did not keep."""
    if said.stated is not None and said.stated != said.exit_code:
        yield Failure(kind=TWO_CODES, detail=f"document {said.stated}, process {said.exit_code}")
    due = [found for found in broken if claim.covers(found) and found.reason != UNKNOWN_REGION]
    missed = [found for found in due if found.flow not in said.named]
    for found in missed:
        kind = SILENT if said.exit_code == FINE else UNNAMED
        yield Failure(kind=kind, detail=f"exit code {said.exit_code}: {found}")
    if due and not missed and said.exit_code != BREAKS:
        yield Failure(kind=WRONG_CODE, detail=f"exit code {said.exit_code}")
    yield from _not_looked(said.exit_code, broken)
    if command == "drift":
        yield from _false(said, broken)


def judge_half_blind(said: Said, broken: tuple[Broken, ...], claim: Claim) -> Iterator[Failure]:
    """As any look, by what of the world could be read; and it must be said that not all was."""
    yield from judge_look("drift", said, broken, claim)
    if said.exit_code in (FINE, PENDING):
        yield Failure(kind=NOT_ALL_READ, detail=f"exit code {said.exit_code}")


def _not_looked(code: int, broken: Iterable[Broken]) -> Iterator[Failure]:
    """A region of a new name may be a new region: that nobody could look there is all that can be said, and it must be."""
    for found in broken:
        if found.reason == UNKNOWN_REGION and code in (FINE, PENDING):
            yield Failure(kind=NOT_LOOKED, detail=f"exit code {code}: {found}")


def _false(said: Said, broken: tuple[Broken, ...]) -> Iterator[Failure]:
    """Only of drift: a plan may tell of what it will break itself."""
    flows = {found.flow for found in broken}
    if said.exit_code == BREAKS and not broken:
        yield Failure(kind=FALSE_ALARM, detail=", ".join(f"{alarm.code} {alarm.subject} ({alarm.origin})" for alarm in said.alarms))
        return
    for alarm in said.alarms:
        if not alarm.flows & flows:
            yield Failure(
                kind=FALSE_NAME, detail=f"{alarm.code} {alarm.subject} ({alarm.origin}): {', '.join(sorted(alarm.flows))}"
            )


def judge_apply(
    code: int, before: Iterable[Broken], after: tuple[Broken, ...], claim: Claim, allowed: set[str]
) -> Iterator[Failure]:
    """Every promise that one apply did not keep. `allowed` are the flows whose harm was asked for."""
    were = {found.flow for found in before}
    for found in after:
        if found.flow not in were | allowed:
            yield Failure(kind=MADE_WORSE, detail=str(found))
    left = [found for found in after if claim.covers(found) and found.reason != UNKNOWN_REGION]
    if left and code not in (BREAKS, ERROR):
        yield Failure(kind=NOT_ADMITTED, detail=f"exit code {code}: {left[0]}")
    yield from _not_looked(code, after)


def judge_second(done: Mapping[str, str | None]) -> Iterator[Failure]:
    """What one apply leaves to be done is for a person or held back: the next one, at once, has nothing to do."""
    for step, reason in done.items():
        yield Failure(kind=EMPTY_STEP if reason == "already-so" else NOT_SETTLED, detail=step)
