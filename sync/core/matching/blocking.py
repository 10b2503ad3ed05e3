"""Which pairs are worth a comparison: those that share something few have. Never all against all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sync.core.matching.fleet import Fleet, Profile, SetKind, ValueKind
from sync.core.matching.identity import Known
from sync.core.matching.names import syllables

Key = tuple[str, object]
_LEAST = 0.3  # what two share less than that is nothing
_RARE = 0.15  # pieces of code that more have bring nobody together
_FEW, _BESIDE = 4, 0.2  # after the first few, what is so much less than the best is none
_MOST = 12  # candidates for one function
_CROWD = 60  # what so many share brings nobody together
_PIECES = 40  # of a code print: the smallest hashes, which both sides pick alike
_CODE = 4.0  # what all pieces of code together may weigh; a key of any other kind weighs at most 1
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
        scores: defaultdict[int, float] = defaultdict(float)
        for key, weight in _keys(profile, fleet):
            there = postings.get(key, ())
            if len(there) <= _CROWD:
                for index in there:
                    scores[index] += weight
        least = _BESIDE * max(scores.values(), default=0.0)
        likely = sorted((-weight, index) for index, weight in scores.items() if weight >= _LEAST)
        best = [index for place, (weight, index) in enumerate(likely[:_MOST]) if place < _FEW or -weight >= least]
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
    for token, weight in fleet.first(profile.tokens, _PIECES):
        if weight >= _RARE:
            yield ("code", token), _CODE / _PIECES * weight
    for part in _PARTS:
        for member in profile.sets.get(part, ()):
            yield (part, member), fleet.item(part, member) / 4
    yield from _name_keys({*profile.name, *profile.service}, fleet)
    yield from _pair_keys(profile)
    yield ("service", (profile.address.region, profile.address.service)), 0.3


def _pair_keys(profile: Profile) -> Iterable[tuple[Key, float]]:
    """In a large fleet many have each word, and each template; few have two of these."""
    named = sorted({*profile.name})
    yield from ((("words", pair), 0.6) for pair in combinations(named, 2))
    made = profile.values.get("structure") or profile.values.get("checksum")
    if made:
        yield from ((("made", (made, word)), 0.6) for word in named)
        yield ("service-made", (made, profile.address.service)), 0.6
    described = profile.values.get("description")
    if described:
        yield from ((("described", (described, word)), 0.6) for word in named)


def _name_keys(words: set[str], fleet: Fleet) -> Iterable[tuple[Key, float]]:
    for word in words:
        weight = fleet.item("names", word)
        yield ("word", word), weight / 2
        yield ("stem", word[:4]), weight / 4
        if len(word) >= _LONG:
            yield from ((("syllable", syllable), 0.1) for syllable in syllables(word)[:3])
