"""How common everything is in one fleet: what half of the functions share tells none of them from another."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Literal, TypeVar, get_args

from sync.core.code_print import SKETCH, CodePrint
from sync.core.matching.identity import Candidate, Known, Traits
from sync.core.matching.names import phrases, words, words_likeness
from sync.core.redaction import MARK
from sync.specs.ids import Address

ValueKind = Literal["checksum", "structure", "handler", "runtime", "memory", "timeout", "description", "name"]
SetKind = Literal["names", "variables", "inputs", "results", "phrases"]
_Thing = TypeVar("_Thing", bound=Hashable)
_FEW = 50  # a fleet of three functions is judged as if it were one of fifty more
_EVERYWHERE = 2**64
_OWN = 1 - 1e-9  # the weight of what only two have, however it was rounded
_SPOKEN = 0.15  # what any word of a name says at least: names are compared whole
_words = lru_cache(maxsize=1 << 16)(words)  # most of what lives is recorded too, with the very same texts


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """One function, recorded or living, made ready to be compared."""

    address: Address
    traits: Traits
    values: Mapping[ValueKind, str]  # what can only be equal or not
    sets: Mapping[SetKind, frozenset[str]]  # what can be equal in part
    name: tuple[str, ...]
    service: tuple[str, ...]
    tokens: frozenset[int]
    sketch: tuple[int, ...]  # the tokens, ascending
    reach: int  # the print has every hash up to this one
    version: int  # of the print; 0 without one


def profile_of(thing: Known | Candidate) -> Profile:
    """A recorded function stands where it was, a living one where it is."""
    address = thing.was if isinstance(thing, Known) else thing.address
    traits = thing.traits
    named = _words(address.name)
    return Profile(
        address=address,
        traits=traits,
        values=_values(traits, "".join(named)),
        sets=_sets(traits, named),
        name=named,
        service=_words(address.service) if address.service else (),
        tokens=frozenset(traits.code.sketch) if traits.code else frozenset(),
        sketch=traits.code.sketch if traits.code else (),
        reach=_reach(traits.code),
        version=traits.code.version if traits.code else 0,
    )


def _values(traits: Traits, named: str) -> dict[ValueKind, str]:
    stated: dict[ValueKind, str | None] = {
        "checksum": traits.checksum,
        "structure": f"{traits.code.version}/{traits.code.exact}" if traits.code else None,
        "handler": traits.handler,
        "runtime": traits.runtime,
        "memory": str(traits.memory) if traits.memory is not None else None,
        "timeout": str(traits.timeout) if traits.timeout is not None else None,
        "description": (traits.description or "").strip() or None,
        "name": named,
    }
    return {kind: value for kind, value in stated.items() if value is not None}


def _sets(traits: Traits, named: tuple[str, ...]) -> dict[SetKind, frozenset[str]]:
    found: dict[SetKind, frozenset[str]] = {"names": frozenset(named)}
    if traits.description:
        found["phrases"] = _phrases(traits.description)
    if traits.environment is not None:
        ours = [(name, f"{name}={digest}") for name, digest in traits.environment.items() if name != MARK]
        found["variables"] = frozenset(chain.from_iterable(ours))
    if traits.signature and traits.signature.inputs is not None:
        found["inputs"] = frozenset(traits.signature.inputs)
    if traits.signature and traits.signature.result:
        found["results"] = frozenset(traits.signature.result.fields) or frozenset([traits.signature.result.shape])
    return found


@lru_cache(maxsize=1 << 16)
def _phrases(description: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(phrases, words(description))))


def _reach(code: CodePrint | None) -> int:
    return code.sketch[-1] if code and len(code.sketch) >= SKETCH else _EVERYWHERE


class _Spoken(dict[str, float]):
    """What each word says; one that no name has, such as a service's, says most."""

    def __missing__(self, word: str) -> float:
        return _SPOKEN + 1.0


class Fleet:
    """Counts over everything recorded and living, and the weight that follows: 1 for what only two have, 0 for what all have."""

    def __init__(self, profiles: Iterable[Profile], synced: float | None = None) -> None:
        profiles = tuple(profiles)
        self.synced = synced  # the last sync was then or later
        self._whole = math.log(len(profiles) + _FEW)
        self._most = math.log((len(profiles) + _FEW) / 2)
        self._values: dict[ValueKind, dict[str, float]] = {
            kind: self._weights(profile.values[kind] for profile in profiles if kind in profile.values)
            for kind in get_args(ValueKind)
        }
        self._items: dict[SetKind, dict[str, float]] = {
            kind: self._weights(chain.from_iterable(profile.sets.get(kind, ()) for profile in profiles))
            for kind in get_args(SetKind)
        }
        self._tokens = self._weights(chain.from_iterable(profile.tokens for profile in profiles))
        self._sums: dict[Profile, list[float]] = {}
        self._spoken = _Spoken({word: _SPOKEN + weight for word, weight in self._items["names"].items()})
        # Many functions have the very same name, variables or inputs as another, and many are compared with many.
        self._names: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[float, float]] = {}
        self._alike: dict[tuple[SetKind, frozenset[str], frozenset[str]], tuple[float, float]] = {}

    def is_own(self, kind: ValueKind, value: str) -> bool:
        """Whether no third function has this value."""
        return self._values[kind][value] >= _OWN

    def is_own_item(self, kind: SetKind, member: str) -> bool:
        """Whether no third function has this part."""
        return self._items[kind][member] >= _OWN

    def rarity(self, kind: ValueKind, value: str) -> float:
        """What it says that two functions share this value."""
        return self._values[kind][value]

    def item(self, kind: SetKind, member: str) -> float:
        """What it says that two functions share this part."""
        return self._items[kind].get(member, 1.0)

    def parts(self, profile: Profile, kind: SetKind) -> Iterable[tuple[str, float]]:
        """The parts of this kind that a function has, each with what it says."""
        members = profile.sets.get(kind, ())
        return zip(members, map(self._items[kind].__getitem__, members), strict=True)

    def code(self, profile: Profile, most: int) -> Iterable[tuple[int, float]]:
        """The first pieces of its code, each with what it says."""
        pieces = profile.sketch[:most]
        return zip(pieces, map(self._tokens.__getitem__, pieces), strict=True)

    def shared(self, tokens: Iterable[int]) -> float:
        """The same of several pieces; exact, so that no order of theirs can be seen in it."""
        return math.fsum(map(self._tokens.__getitem__, tokens))

    def own(self, tokens: Iterable[int]) -> int:
        """How many of these pieces no third function has."""
        return sum(weight >= _OWN for weight in map(self._tokens.__getitem__, tokens))

    def total(self, profile: Profile, reach: int) -> float:
        """The same of all the code that one function has, as far as another print reaches."""
        sums = self._sums.get(profile)
        if sums is None:
            sums = self._sums[profile] = [0.0, *accumulate(map(self._tokens.__getitem__, profile.sketch))]
        return sums[-1 if reach >= profile.reach else bisect_right(profile.sketch, reach)]

    def alike(self, kind: SetKind, one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
        """How much of both is shared, by weight; and how much that says."""
        found = self._alike.get((kind, one, other))
        if found is None:
            weight = self._items[kind].__getitem__
            both = math.fsum(map(weight, one & other))
            whole = both + math.fsum(map(weight, one ^ other))
            found = self._alike[kind, one, other] = ((both / whole if whole else float(one == other)), both)
        return found

    def names_alike(self, one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, float]:
        """How much of both names is in the other, and of the one that is better contained, by the weight of the words."""
        found = self._names.get((one, other))
        if found is None:
            found = self._names[one, other] = words_likeness(one, other, self._spoken.__getitem__)
        return found

    def _weights(self, things: Iterable[_Thing]) -> dict[_Thing, float]:
        counts = Counter(things)
        weights = {seen: self._weight(seen) for seen in {*counts.values()}}
        return dict(zip(counts, map(weights.__getitem__, counts.values()), strict=True))

    def _weight(self, seen: int) -> float:
        return max(0.0, min(1.0, (self._whole - math.log(max(seen, 2))) / self._most))
