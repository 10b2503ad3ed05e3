"""Which found registration is which wanted one. See docs/adr/0002."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from registry.ids import Address, CenterName
from registry.models import Lock
from sync.core.ground import Ground, Presence
from sync.core.model import FoundRegistration, Wanted, WantedRegistration


class Evidence(Enum):
    """Why two are taken for one, strongest first."""

    ADOPTED = "adopted"  # the spec names the id
    RECORDED = "recorded"  # the lock names the id
    ADDRESS = "address"  # the same region, service and name
    FORMERLY = "formerly"  # an address that the spec says it had
    SPELLING = "spelling"  # the same but for case and - or _, and the found one points at nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A wanted registration, the found one that it is, and why."""

    wanted: WantedRegistration
    found: FoundRegistration
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """A wanted registration with several equally good candidates; none is chosen."""

    wanted: WantedRegistration
    candidates: tuple[FoundRegistration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """All of one center: every wanted registration stands in exactly one of pairs, ambiguities, missing."""

    center: CenterName
    pairs: tuple[Pair, ...]
    ambiguities: tuple[Ambiguity, ...]
    missing: tuple[WantedRegistration, ...]
    duplicates: tuple[Pair, ...]  # another registration of a target that is already paired
    others: tuple[FoundRegistration, ...]  # found and not wanted


Item = TypeVar("Item")
Key = TypeVar("Key")
Candidates = Callable[[WantedRegistration], list[FoundRegistration]]


def pair_all(wanted: Wanted, recorded: Lock | None, ground: Ground) -> tuple[Pairing, ...]:
    """Pair every center whose registrations could be read."""
    by_center: dict[CenterName, list[WantedRegistration]] = {center.name: [] for center in wanted.centers}
    for function in wanted.functions:
        for registration in function.registrations:
            by_center[registration.center].append(registration)
    return tuple(
        _Matcher(mine, ground, center, _recorded_ids(recorded, center)).run()
        for center, mine in sorted(by_center.items())
        if center not in ground.unread_registrations
    )


def _recorded_ids(recorded: Lock | None, center: CenterName) -> dict[str, str]:
    functions = recorded.functions if recorded else {}
    return {uid: entry.registrations[center].id for uid, entry in functions.items() if center in entry.registrations}


class _Matcher:
    """The state of one matching: what is still free on either side."""

    def __init__(self, mine: Iterable[WantedRegistration], ground: Ground, center: CenterName, ids: Mapping[str, str]) -> None:
        self._center = center
        self._ground = ground
        self._ids = ids
        self._free = {registration.uid: registration for registration in sorted(mine, key=lambda item: item.uid)}
        self._unclaimed = {registration.id: registration for registration in ground.registrations_of(center)}
        self._pairs: list[Pair] = []
        self._ambiguities: list[Ambiguity] = []

    def run(self) -> Pairing:
        self._by_id(Evidence.ADOPTED, lambda wanted: wanted.adopt)
        self._by_id(Evidence.RECORDED, lambda wanted: None if wanted.adopt else self._ids.get(wanted.uid))
        targets = {wanted.target: wanted for wanted in self._free.values()} | {
            pair.wanted.target: pair.wanted for pair in self._pairs
        }
        self._by_address()
        duplicates = self._duplicates(targets)
        self._by_candidates(Evidence.FORMERLY, self._formerly())
        self._by_candidates(Evidence.SPELLING, self._misspelt())
        return Pairing(
            center=self._center,
            pairs=tuple(sorted(self._pairs, key=lambda pair: pair.wanted.uid)),
            ambiguities=tuple(sorted(self._ambiguities, key=lambda item: item.wanted.uid)),
            missing=tuple(self._free.values()),
            duplicates=duplicates,
            others=tuple(self._unclaimed.values()),
        )

    def _claim(self, wanted: WantedRegistration, found: FoundRegistration, evidence: Evidence) -> None:
        del self._free[wanted.uid], self._unclaimed[found.id]
        self._pairs.append(Pair(wanted=wanted, found=found, evidence=evidence))

    def _by_id(self, evidence: Evidence, id_of: Callable[[WantedRegistration], str | None]) -> None:
        for wanted in list(self._free.values()):
            found = self._unclaimed.get(id_of(wanted) or "")
            if found:
                self._claim(wanted, found, evidence)

    def _by_address(self) -> None:
        """The first by id of those that name the address; the others are duplicates."""
        by_target: dict[Address, FoundRegistration] = {}
        for found in self._unclaimed.values():
            by_target.setdefault(found.target, found)
        for wanted in list(self._free.values()):
            if wanted.target in by_target and not wanted.adopt:
                self._claim(wanted, by_target[wanted.target], Evidence.ADDRESS)

    def _duplicates(self, targets: Mapping[Address, WantedRegistration]) -> tuple[Pair, ...]:
        doubled = [
            found for found in self._unclaimed.values() if found.target in targets and targets[found.target].uid not in self._free
        ]
        for found in doubled:
            del self._unclaimed[found.id]
        return tuple(Pair(wanted=targets[found.target], found=found, evidence=Evidence.ADDRESS) for found in doubled)

    def _formerly(self) -> Candidates:
        by_target = _grouped(self._unclaimed.values(), lambda found: found.target)
        return lambda wanted: [found for address in wanted.formerly for found in by_target.get(address, [])]

    def _misspelt(self) -> Candidates:
        astray = (found for found in self._unclaimed.values() if self._ground.presence(found.target) is Presence.ABSENT)
        by_spelling = _grouped(astray, lambda found: _folded(found.target))
        rivals = _grouped(self._free.values(), lambda wanted: _folded(wanted.target))
        return lambda wanted: by_spelling.get(_folded(wanted.target), []) if len(rivals[_folded(wanted.target)]) == 1 else []

    def _by_candidates(self, evidence: Evidence, candidates_of: Candidates) -> None:
        for wanted in list(self._free.values()):
            candidates = [] if wanted.adopt else [found for found in candidates_of(wanted) if found.id in self._unclaimed]
            if len(candidates) == 1:
                self._claim(wanted, candidates[0], evidence)
            elif candidates:
                del self._free[wanted.uid]
                self._ambiguities.append(Ambiguity(wanted=wanted, candidates=tuple(candidates)))


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _folded(address: Address) -> tuple[str, str, str]:
    service, name = (part.casefold().replace("-", "_") for part in (address.service, address.name))
    return address.region, service, name
