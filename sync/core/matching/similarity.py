"""Which name that came is which name that went: by likeness of the names, their place, and how they are used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
# One word in two spellings, as the fields of call centers have them.
_SAME = {
    "addr": "address", "cust": "customer", "mobile": "phone", "msg": "message", "no": "number", "nr": "number", "num": "number",
    "tel": "phone", "telephone": "phone", "usr": "user",
}  # fmt: skip
# Words that half of all names end in: to share one of them says little.
_COMMON = frozenset({"code", "data", "date", "id", "info", "name", "number", "text", "time", "type", "value"})
_LITTLE = 0.25
_TYPING_ERROR = 0.75  # texts this alike are one text with a slip in it
_ALIKE = 0.5  # below this two names are two things, however well the rest fits
_LEAD = 0.1  # a candidate this close behind makes the choice a guess, and then nothing is chosen
_NAME, _POSITION, _USE = 0.6, 0.2, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name with what is known of it besides; `use` is compared for equality only."""

    name: str
    position: int
    use: JsonValue


def names_alike(one: str, other: str) -> float:
    """From 0 to 1. Names that differ only in case, dashes, underscores and usual abbreviations are the same name."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - only needed once a name differs

    first, second = _words(one), _words(other)
    if "".join(first) == "".join(second):
        return 1.0
    shared = _weight({*first} & {*second}) / _weight({*first} | {*second})
    spelt = fuzz.ratio("".join(first), "".join(second)) / 100
    return max(shared, spelt if spelt >= _TYPING_ERROR else 0.0)


def renamed(gone: Iterable[Named], come: Iterable[Named]) -> Mapping[str, str]:
    """Old name to new name, for those pairs that are each other's best by a clear lead."""
    gone, come = tuple(gone), tuple(come)
    scores = {(old.name, new.name): _score(old, new) for old in gone for new in come}
    found: dict[str, str] = {}
    for old in gone:
        best = max(come, key=lambda new: (scores[old.name, new.name], new.name), default=None)
        if best is None or scores[old.name, best.name] == 0:
            continue
        rivals = [scores[old.name, new.name] for new in come if new is not best]
        rivals += [scores[one.name, best.name] for one in gone if one is not old]
        if scores[old.name, best.name] >= max(rivals, default=0.0) + _LEAD:
            found[old.name] = best.name
    return found


def _score(old: Named, new: Named) -> float:
    likeness = names_alike(old.name, new.name)
    if likeness < _ALIKE:
        return 0.0
    near = 1 / (1 + abs(old.position - new.position))
    return _NAME * likeness + _POSITION * near + _USE * (old.use == new.use)


def _words(name: str) -> list[str]:
    words = [word.casefold() for word in _WORD.findall(name)] or [name]
    return [_SAME.get(word, word) for word in words]


def _weight(words: set[str]) -> float:
    return sum(_LITTLE if word in _COMMON else 1.0 for word in words)
