"""What a text must be to pass for a type. Flows pass texts, so a text that parses counts as what it parses to."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import JsonValue

from sync.specs.models import TypeName

# Every text that is one of these is one of those too; a string is any text.
_WITHIN: Mapping[TypeName, frozenset[TypeName]] = {
    "integer": frozenset({"integer", "number", "string"}),
    "number": frozenset({"number", "string"}),
    "boolean": frozenset({"boolean", "string"}),
    "object": frozenset({"object", "string"}),
    "array": frozenset({"array", "string"}),
    "string": frozenset({"string"}),
}
_INTEGER = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{2,24}")
_LONGEST_PATTERN = 1_000  # characters; patterns come from specs, and are matched against short literals only


def is_within(narrow: TypeName, wide: TypeName) -> bool:
    """Whether every text of the one type passes for the other."""
    return wide in _WITHIN[narrow]


def parses(value: JsonValue, wanted: TypeName) -> bool:
    """Whether a value, as a flow passes it, is read as that type."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _READS[wanted](text.strip())


def has_form(text: str, form: str) -> bool:
    """Whether a text has a well-known form. Forms that are not known (here: other than phone and date) are not judged."""
    match form:
        case "phone":
            return _PHONE.fullmatch(text) is not None
        case "date":
            try:
                dt.date.fromisoformat(text)
            except ValueError:
                return False
            return True
        case _:
            return True


def matches(text: str, pattern: str) -> bool:
    """Whether a pattern of a spec matches the whole text; one that cannot be used is not judged."""
    try:
        return len(pattern) > _LONGEST_PATTERN or re.fullmatch(pattern, text) is not None
    except (re.error, RecursionError, OverflowError):
        return True


def digits_only(pattern: str) -> bool:
    """Whether everything that a pattern matches is a row of digits, so that it always parses as an integer."""
    bare = pattern.removeprefix("^").removesuffix("$")
    if not bare or "|" in bare:
        return False
    digit = r"(?:\\d|[0-9]|\[(?:[0-9](?:-[0-9])?)+\]|\[\\d\])"
    many = r"(?:\+|\{[1-9][0-9]*(?:,[0-9]*)?\})?"
    group = rf"(?:{digit}{many}|\({digit}{many}\))"
    return len(bare) <= _LONGEST_PATTERN and re.fullmatch(rf"{group}+", bare) is not None


def _is_json(text: str, kind: type[Any]) -> bool:
    try:
        return isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False


_READS: Mapping[TypeName, Callable[[str], bool]] = {
    "string": lambda _text: True,
    "integer": lambda text: _INTEGER.fullmatch(text) is not None,
    "number": lambda text: _NUMBER.fullmatch(text) is not None,
    "boolean": lambda text: text.casefold() in {"true", "false"},
    "object": lambda text: _is_json(text, dict),
    "array": lambda text: _is_json(text, list),
}
