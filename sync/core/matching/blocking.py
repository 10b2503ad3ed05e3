"""Which pairs are worth a comparison: those that share something few have. Never all against all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest, nsmallest

from sync.core.matching.fleet import Fleet, Profile, SetKind, ValueKind
from sync.core.matching.identity import Known
from sync.core.matching.names import syllables

Key = tuple[str, object]
_MOST = 12  # candidates for one function
_CROWD = 60  # what so many share brings nobody together
_PIECES = 40  # of a code print: the smallest hashes, which both sides pick alike
_CODE = 3.0  # what all pieces of code together may weigh; a key of any other kind weighs at most 1
_LONG = 8  # a word that may be several syllables
_WHOLE: tuple[ValueKind, ...] = ("checksum", "structure", "description", "name", "handler")
_PARTS: tuple[SetKind, ...] = ("variables", "inputs", "results", "phrases")


def candidates_for(known: Sequence[tuple[Known, Profile]], living: Sequence[Profile], fleet: Fleet) -> list[list[int]]:
    """For each recorded function the places in `living` of those it may be, the likeliest first."""
    postings: defaultdict[Key, list[int]] = defaultdict(list)
    for index, profile in enumerate(living):
        for key, _ in _keys(profile, fleet):
            postings[key].append(index)
    places = {profile.address: index for index, profile in enumerate(living)}
    found = []
    for one, profile in known:
        scores: Counter[int] = Counter()
        for key, weight in _keys(profile, fleet):
            there = postings.get(key, ())
            if len(there) <= _CROWD:
                for index in there:
                    scores[index] += weight  # type: ignore[assignment]  # weights add up as counts do
        best = nlargest(_MOST, scores, key=lambda index, scores=scores: (scores[index], -index))  # type: ignore[misc]
        named = [places[address] for address in _named(one) if address in places]
        found.append(list(dict.fromkeys([*named, *best])))
    return found


def _named(known: Known) -> Iterator[object]:
    """The addresses that somebody names as its own."""
    yield from (known.address, known.was, *known.formerly, *known.points_at)
    if known.stack:
        yield known.stack


def _keys(profile: Profile, fleet: Fleet) -> Iterable[tuple[Key, float]]:
    for kind in _WHOLE:
        value = profile.values.get(kind)
        if value:
            yield (kind, value), fleet.rarity(kind, value)
    for token in nsmallest(_PIECES, profile.tokens):
        yield ("code", token), _CODE / _PIECES * fleet.shared((token,))
    for part in _PARTS:
        for member in profile.sets.get(part, ()):
            yield (part, member), fleet.item(part, member) / 4
    for word in {*profile.name, *profile.service}:
        yield ("word", word), fleet.item("names", word) / 2
        yield ("stem", word[:4]), fleet.item("names", word) / 4
        for syllable in syllables(word)[:3] if len(word) >= _LONG else ():
            yield ("syllable", syllable), 0.1
    yield ("service", (profile.address.region, profile.address.service)), 0.3
