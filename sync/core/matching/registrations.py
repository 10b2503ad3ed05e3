"""Which found registration is which wanted one. See docs/adr/0002."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sync.core.found_index import FoundIndex, Presence
from sync.core.worlds import FoundRegistration, Wanted, WantedRegistration
from sync.specs.ids import Address, CenterName
from sync.specs.models import Lock


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
class AmbiguousMatch:
    """A wanted registration with several equally good candidates, or with one that may be it; none is chosen."""

    wanted: WantedRegistration
    candidates: tuple[FoundRegistration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """All of one center: every wanted registration stands in exactly one of pairs, ambiguities, undecided, missing."""

    center: CenterName
    pairs: tuple[Pair, ...]
    ambiguities: tuple[AmbiguousMatch, ...]
    undecided: tuple[AmbiguousMatch, ...]  # its candidates name functions, or are called by flows, that could not be read
    missing: tuple[WantedRegistration, ...]
    duplicates: tuple[Pair, ...]  # another registration of a target that is already paired
    others: tuple[FoundRegistration, ...]  # found and not wanted, the candidates above among them

    @property
    def contested(self) -> frozenset[str]:
        """The ids that may yet turn out to be wanted: nothing is done about them."""
        return frozenset(found.id for item in (*self.ambiguities, *self.undecided) for found in item.candidates)


Item = TypeVar("Item")
Key = TypeVar("Key")
Candidates = Callable[[WantedRegistration], list[FoundRegistration]]


def pair_all(wanted: Wanted, recorded: Lock | None, ground: FoundIndex) -> tuple[Pairing, ...]:
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

    def __init__(self, mine: Iterable[WantedRegistration], ground: FoundIndex, center: CenterName, ids: Mapping[str, str]) -> None:
        self._center = center
        self._ground = ground
        self._ids = ids
        self._free = {registration.uid: registration for registration in sorted(mine, key=lambda item: item.uid)}
        self._unclaimed = {registration.id: registration for registration in ground.registrations_of(center)}
        self._pairs: list[Pair] = []
        self._ambiguities: list[AmbiguousMatch] = []
        self._undecided: list[AmbiguousMatch] = []
        self._contested: set[str] = set()

    def run(self) -> Pairing:
        self._by_id(Evidence.ADOPTED, lambda wanted: wanted.adopt)
        self._by_id(Evidence.RECORDED, lambda wanted: self._ids.get(wanted.uid))
        targets = {wanted.target: wanted for wanted in self._free.values()} | {
            pair.wanted.target: pair.wanted for pair in self._pairs
        }
        self._by_address()
        duplicates = self._duplicates(targets)
        self._by_candidates(Evidence.FORMERLY, self._formerly())
        self._set_aside()
        self._by_candidates(Evidence.SPELLING, self._misspelt(Presence.ABSENT))
        return Pairing(
            center=self._center,
            pairs=tuple(sorted(self._pairs, key=lambda pair: pair.wanted.uid)),
            ambiguities=tuple(sorted(self._ambiguities, key=lambda item: item.wanted.uid)),
            undecided=tuple(sorted(self._undecided, key=lambda item: item.wanted.uid)),
            missing=tuple(self._free.values()),
            duplicates=duplicates,
            others=tuple(self._unclaimed.values()),
        )

    def _claim(self, wanted: WantedRegistration, found: FoundRegistration, evidence: Evidence) -> None:
        del self._free[wanted.uid], self._unclaimed[found.id]
        self._pairs.append(Pair(wanted=wanted, found=found, evidence=evidence))

    def _by_id(self, evidence: Evidence, id_of: Callable[[WantedRegistration], str | None]) -> None:
        for wanted in list(self._free.values()):
            identity = id_of(wanted)
            if identity and (found := self._unclaimed.get(identity)):
                self._claim(wanted, found, evidence)

    def _by_address(self) -> None:
        """The first of those that name the address, which flows call if any is called; the others are duplicates.

        Which one flows call is not known while they are unread, and then nothing is decided among several.
        """
        by_target = _grouped(self._unclaimed.values(), lambda found: found.target)
        for wanted in list(self._free.values()):
            candidates = by_target[wanted.target]
            if len(candidates) > 1 and self._center in self._ground.unread_flows:
                self._leave_open(wanted, candidates, self._undecided)
            elif candidates:
                self._claim(wanted, candidates[0], Evidence.ADDRESS)

    def _duplicates(self, targets: Mapping[Address, WantedRegistration]) -> tuple[Pair, ...]:
        paired = {pair.wanted.uid for pair in self._pairs}
        doubled = [found for found in self._unclaimed.values() if found.target in targets and targets[found.target].uid in paired]
        for found in doubled:
            del self._unclaimed[found.id]
        return tuple(Pair(wanted=targets[found.target], found=found, evidence=Evidence.ADDRESS) for found in doubled)

    def _formerly(self) -> Candidates:
        by_target = _grouped(self._unclaimed.values(), lambda found: found.target)
        return lambda wanted: [found for address in wanted.formerly for found in by_target[address]]

    def _set_aside(self) -> None:
        """What resembles a registration whose function nobody could look for: it may be that one, misspelt."""
        unread = self._misspelt(Presence.UNKNOWN)
        for wanted in list(self._free.values()):
            if candidates := unread(wanted):
                self._leave_open(wanted, candidates, self._undecided)

    def _misspelt(self, presence: Presence) -> Candidates:
        astray = (found for found in self._unclaimed.values() if self._ground.presence(found.target) is presence)
        by_spelling = _grouped(astray, lambda found: _folded(found.target))
        return lambda wanted: by_spelling[_folded(wanted.target)]

    def _by_candidates(self, evidence: Evidence, candidates_of: Candidates) -> None:
        """Pair what has one candidate that nobody else could be; what has more, or has to share, is ambiguous."""
        claims = {uid: candidates_of(wanted) for uid, wanted in self._free.items()}
        suitors = Counter(found.id for candidates in claims.values() for found in candidates)
        for uid, candidates in claims.items():
            is_sole = len(candidates) == 1 and suitors[candidates[0].id] == 1 and candidates[0].id not in self._contested
            if is_sole:
                self._claim(self._free[uid], candidates[0], evidence)
            elif candidates:
                self._leave_open(self._free[uid], candidates, self._ambiguities)

    def _leave_open(self, wanted: WantedRegistration, candidates: list[FoundRegistration], among: list[AmbiguousMatch]) -> None:
        del self._free[wanted.uid]
        self._contested.update(found.id for found in candidates)
        among.append(AmbiguousMatch(wanted=wanted, candidates=tuple(candidates)))


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> defaultdict[Key, list[Item]]:
    groups: defaultdict[Key, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups


def _folded(address: Address) -> tuple[str, str, str]:
    service, name = (part.casefold().replace("-", "_") for part in (address.service, address.name))
    return address.region, service, name
