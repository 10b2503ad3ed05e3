"""Which pairs are worth a comparison: those that share something few have. Never all against all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import chain, combinations

from sync.core.matching.fleet import Fleet, Profile, SetKind, ValueKind
from sync.core.matching.identity import Known
from sync.core.matching.names import syllables
from sync.specs.ids import Address

Key = int | str  # a piece of code, or what kind of thing and which
Weighed = Mapping[Key, float]
_LEAST = 0.5 - 1e-9  # what two share less than that is nothing
_RARE = 0.15  # pieces of code that more have bring nobody together
_FEW, _BESIDE = 2, 0.3  # after the first few, what is so much less than the best is none
_MOST = 12  # candidates for one function
_ROUNDING = 1e-8  # weights that are added up in another order differ by less
_CROWD = 60  # what so many share brings nobody together
_PIECES = 40  # of a code print: the smallest hashes, which both sides pick alike
_CODE = 4.0  # what all pieces of code together may weigh; a key of any other kind weighs at most 1
_PAIR, _PLACE, _SYLLABLE = 0.6, 0.3, 0.1  # two things together, the same service, a syllable
_LONG = 8  # a word that may be several syllables
_WHOLE: tuple[ValueKind, ...] = ("checksum", "structure", "description", "name", "handler")
_PARTS: tuple[SetKind, ...] = ("variables", "inputs", "results", "phrases")


def candidates_for(known: Sequence[tuple[Known, Profile]], living: Sequence[Profile], fleet: Fleet) -> list[list[int]]:
    """For each recorded function the places in `living` of those it may be, the likeliest first."""
    asked = [_keys(profile, fleet) for _, profile in known]
    wanted = {*chain.from_iterable(asked)}
    sharing: defaultdict[Key, list[int]] = defaultdict(list)
    for index, profile in enumerate(living):
        for key in wanted.intersection(_keys(profile, fleet)):
            sharing[key].append(index)
    rare = {key: there for key, there in sharing.items() if len(there) <= _CROWD}
    places = {profile.address: index for index, profile in enumerate(living)}
    found = []
    for (one, _), weighed in zip(known, asked, strict=True):
        named = [places[address] for address in _named(one) if address in places]
        found.append(list(dict.fromkeys([*named, *_likeliest(weighed, rare)])))
    homes = [places.get(one.was) for one, _ in known]
    return [list(dict.fromkeys([*mine, *left])) for mine, left in zip(found, _left(found, homes), strict=True)]


def _left(found: Sequence[Sequence[int]], homes: Sequence[int | None]) -> Iterator[list[int]]:
    """For each the places that those left who may have its own now: two that were made anew in each other's place."""
    comers: defaultdict[int, list[int]] = defaultdict(list)
    for row, columns in enumerate(found):
        if homes[row] is not None:
            for column in columns:
                comers[column].append(row)
    for row, home in enumerate(homes):
        rows = comers[home] if home is not None else ()
        yield [place for other in rows if other != row and (place := homes[other]) is not None]


def _likeliest(weighed: Weighed, sharing: Mapping[Key, Sequence[int]]) -> list[int]:
    """Those that share the most; after the first few only such as share nearly as much."""
    scores: defaultdict[int, float] = defaultdict(float)
    for key in filter(sharing.__contains__, weighed):
        weight = weighed[key]
        for index in sharing[key]:
            scores[index] += weight
    enough = max(_LEAST, min(nlargest(_MOST, scores.values()), default=0.0) - _ROUNDING)
    likely = sorted([(-round(weight, 9), index) for index, weight in scores.items() if weight >= enough])
    least = _BESIDE * -likely[0][0] if likely else 0.0
    return [index for place, (weight, index) in enumerate(likely[:_MOST]) if place < _FEW or -weight >= least]


def _named(known: Known) -> Iterator[Address]:
    """The addresses that somebody names as its own."""
    yield from (known.address, known.was, *known.formerly, *known.points_at)
    if known.stack:
        yield known.stack


def _keys(profile: Profile, fleet: Fleet) -> dict[Key, float]:
    """What a function is looked for by, and how much each says. Of its code, the smallest hashes: both sides pick alike."""
    found: dict[Key, float] = {piece: _CODE / _PIECES * weight for piece, weight in fleet.code(profile, _PIECES) if weight >= _RARE}
    values = profile.values
    for kind in _WHOLE:
        if value := values.get(kind):
            found[f"{kind} {value}"] = fleet.rarity(kind, value)
    for part in _PARTS:
        for member, weight in fleet.parts(profile, part):
            found[f"{part} {member}"] = weight / 4
    for word in {*profile.name, *profile.service}:
        weight = fleet.item("names", word)
        stem, *spoken = _word_keys(word)
        found[f"word {word}"], found[stem] = weight / 2, weight / 4
        found |= dict.fromkeys(spoken, _SYLLABLE)
    found |= dict.fromkeys(_pair_keys(profile), _PAIR)
    found[f"service {profile.address.region} {profile.address.service}"] = _PLACE
    return found


@lru_cache(maxsize=1 << 16)
def _word_keys(word: str) -> tuple[str, ...]:
    """The beginning of a word, and of one that may be several the syllables."""
    spoken = syllables(word)[:3] if len(word) >= _LONG else ()
    return f"stem {word[:4]}", *(f"syllable {syllable}" for syllable in spoken)


def _pair_keys(profile: Profile) -> Iterator[Key]:
    """In a large fleet many have each word, and each template; few have two of these."""
    named = sorted({*profile.name})
    yield from (f"words {one} {other}" for one, other in combinations(named, 2))
    made = profile.values.get("structure") or profile.values.get("checksum")
    if made:
        yield f"made {made} in {profile.address.service}"
        yield from (f"made {made} {word}" for word in named)
    if described := profile.values.get("description"):
        yield from (f"described {described} {word}" for word in named)
        if variables := profile.sets.get("variables"):
            yield f"described {described} with {hash(variables)}"
