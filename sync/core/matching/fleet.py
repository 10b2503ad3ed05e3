"""How common everything is in one fleet: what half of the functions share tells none of them from another."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from sync.core.code_print import SKETCH, CodePrint
from sync.core.matching.identity import Candidate, Known, Traits
from sync.core.matching.names import words
from sync.core.redaction import MARK
from sync.specs.ids import Address

ValueKind = Literal["checksum", "structure", "handler", "runtime", "memory", "timeout", "description", "name"]
SetKind = Literal["code", "names", "variables", "inputs", "results", "phrases"]
_FEW = 50  # a fleet of three functions is judged as if it were one of fifty more
_EVERYWHERE = 2**64


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
    reach: int  # the print has every hash up to this one


def profile_of(thing: Known | Candidate) -> Profile:
    """A recorded function stands where it was, a living one where it is."""
    address = thing.was if isinstance(thing, Known) else thing.address
    traits = thing.traits
    named = words(address.name)
    return Profile(
        address=address,
        traits=traits,
        values=_values(traits, "".join(named)),
        sets=_sets(traits, named),
        name=named,
        service=words(address.service) if address.service else (),
        tokens=frozenset(traits.code.sketch) if traits.code else frozenset(),
        reach=_reach(traits.code),
    )


def _values(traits: Traits, named: str) -> dict[ValueKind, str]:
    stated: dict[ValueKind, object] = {
        "checksum": traits.checksum,
        "structure": f"{traits.code.version}/{traits.code.exact}" if traits.code else None,
        "handler": traits.handler,
        "runtime": traits.runtime,
        "memory": traits.memory,
        "timeout": traits.timeout,
        "description": (traits.description or "").strip() or None,
        "name": named,
    }
    return {kind: str(value) for kind, value in stated.items() if value is not None}


def _sets(traits: Traits, named: tuple[str, ...]) -> dict[SetKind, frozenset[str]]:
    found: dict[SetKind, frozenset[str]] = {"names": frozenset(named)}
    if traits.description:
        found["phrases"] = frozenset(words(traits.description))
    if traits.environment is not None:
        ours = {name: digest for name, digest in traits.environment.items() if name != MARK}
        found["variables"] = frozenset(ours) | frozenset(f"{name}={digest}" for name, digest in ours.items())
    if traits.signature and traits.signature.inputs is not None:
        found["inputs"] = frozenset(traits.signature.inputs)
    if traits.signature and traits.signature.result:
        found["results"] = frozenset(traits.signature.result.fields) or frozenset([traits.signature.result.shape])
    return found


def _reach(code: CodePrint | None) -> int:
    return max(code.sketch) if code and len(code.sketch) >= SKETCH else _EVERYWHERE


class Fleet:
    """Counts over everything recorded and living, and the weight that follows: 1 for what only two have, 0 for what all have."""

    def __init__(self, profiles: Iterable[Profile], synced: float | None = None) -> None:
        self.synced = synced  # the last sync was then or later
        values: Counter[tuple[str, str]] = Counter()
        items: Counter[tuple[str, str]] = Counter()
        tokens: Counter[int] = Counter()
        count = 0
        for profile in profiles:
            count += 1
            values.update(profile.values.items())
            for kind, members in profile.sets.items():
                items.update([(kind, member) for member in members])
            tokens.update(profile.tokens)
        self._whole = math.log(count + _FEW)
        self._most = math.log((count + _FEW) / 2)
        weights = {seen: self._weight(seen) for seen in {*values.values(), *items.values(), *tokens.values()}}
        self._values = {key: weights[seen] for key, seen in values.items()}
        self._items = {key: weights[seen] for key, seen in items.items()}
        self._tokens = {token: weights[seen] for token, seen in tokens.items()}
        self._totals: dict[frozenset[int], tuple[list[int], list[float]]] = {}

    def rarity(self, kind: ValueKind, value: str) -> float:
        """What it says that two functions share this value."""
        return self._values[kind, value]

    def item(self, kind: SetKind, member: str) -> float:
        """What it says that two functions share this part."""
        return self._items.get((kind, member), 1.0)

    def word(self, word: str) -> float:
        """What a word of a name says; never nothing, for names are compared whole."""
        return 0.15 + self._items.get(("names", word), 1.0)

    def shared(self, tokens: Iterable[int]) -> float:
        """What it says that two functions share these pieces of code."""
        return sum(map(self._tokens.__getitem__, tokens))

    def total(self, tokens: frozenset[int], reach: int) -> float:
        """The same of all the code that one function has, as far as another print reaches."""
        ordered, sums = self._ordered(tokens)
        return sums[bisect_right(ordered, reach)]

    def first(self, tokens: frozenset[int], count: int) -> Iterator[tuple[int, float]]:
        """The smallest hashes, each with what it says: both sides pick alike, whatever else they have."""
        return ((token, self._tokens[token]) for token in self._ordered(tokens)[0][:count])

    def _ordered(self, tokens: frozenset[int]) -> tuple[list[int], list[float]]:
        known = self._totals.get(tokens)
        if known is None:
            ordered = sorted(tokens)
            known = self._totals[tokens] = ordered, [0.0, *accumulate(map(self._tokens.__getitem__, ordered))]
        return known

    def alike(self, kind: SetKind, one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
        """How much of both is shared, by weight; and how much that says."""
        weights = self._items
        both = sum([weights[kind, member] for member in one & other])
        whole = both + sum([weights[kind, member] for member in one ^ other])
        return (both / whole if whole else 0.0), both

    def _weight(self, seen: int) -> float:
        return max(0.0, min(1.0, (self._whole - math.log(max(seen, 2))) / self._most))
