"""Wording shared by messages: short values, short lists of names, and the known word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from itertools import islice

_LONGEST_VALUE = 60
_LONGEST_TEXT = 500
_NEAR = 60  # of 100: how similar two words must be before one is suggested for the other
_MOST_LISTED = 12


def shown(value: object) -> str:
    """A value as a message shows it: one line, not too long, never a terminal's control sequence."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case Mapping():
            return "a mapping"
        case list():
            return "a list"
        case str():
            return repr(value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}...")
        case _:
            return f"the number {value}"


def shortened(text: str, most: int = _LONGEST_TEXT) -> str:
    """The text, or its beginning and how long it is."""
    return text if len(text) <= most else f"{text[:most]}... ({len(text):,} characters)"


def listed(names: Iterable[str]) -> str:
    """`a, b, c`; of many names the first, and how many more there are."""
    known = names if isinstance(names, Sized) else tuple(names)
    more = len(known) - _MOST_LISTED
    first = ", ".join(shortened(name, _LONGEST_VALUE) for name in islice(known, _MOST_LISTED))
    return f"{first} and {more:,} more" if more > 0 else first


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is near enough to be the one meant, whatever its case."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only needed once a word is wrong

    near = process.extractOne(word, tuple(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'runtime'?`, or nothing when no known word is near."""
    near = nearest(word, known)
    return "" if near is None else f"did you mean {near!r}?"
