"""Which name that came is which name that went: by likeness of the names, their place, and how they are used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from pydantic import JsonValue

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
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
    """From 0 to 1. Names that differ only in case, dashes and underscores are the same name."""
    first, second = _words(one), _words(other)
    joined = "".join(first), "".join(second)
    if joined[0] == joined[1]:
        return 1.0
    shared = len(set(first) & set(second)) / max(len(set(first) | set(second)), 1)
    return max(shared, SequenceMatcher(None, *joined, autojunk=False).ratio())


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
    return [word.casefold() for word in _WORD.findall(name)] or [name]
