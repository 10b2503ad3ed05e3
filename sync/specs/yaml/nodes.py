"""The values that the readers of YAML text return."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import JsonValue

Path = tuple[str | int, ...]  # from the root of a document: keys, and indexes of lists


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document. `entries` are the places of its second-level keys: uids, names of centers.

    `cut`: its text cannot be read to the end, so missing keys may come later.
    """

    index: int
    value: JsonValue
    start: Mark
    entries: dict[str, Mark] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """A mistake in the text itself, whatever the text is for."""

    mark: Mark
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value and its key stand, and the value as written when it is a single unquoted or quoted text."""

    key: Mark
    value: Mark
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A mistake in what a document says, known by its path; its place is looked up later, when the text is read again."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False  # the key is wrong, not its value
    unquoted: bool = False  # a text was meant: the hint is the same value in quotes, as it was written
