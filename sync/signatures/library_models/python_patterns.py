"""Python: what takes a text and fails on anything else: regular expressions, and texts of dates."""

from __future__ import annotations

import re

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.observations import TESTED
from sync.signatures.interpreter.places import holds_event
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    OPAQUE,
    RAW_TEXT,
    Alternative,
    Arguments,
    Bound,
    Const,
    Derived,
    Field,
    Value,
    derived,
)
from sync.signatures.library_models import shared

LONGEST_PATTERN = 200  # characters


def _textual(state: State, position: int, arguments: Arguments) -> Value:
    """A function that takes a text and fails on anything else."""
    value = state.solid(shared.first(arguments, position))
    hint(state, value, "string", TESTED)
    if holds_event(value) and arguments.path == "re.sub":
        return RAW_TEXT  # the whole again, such as with its numbers hidden for a log
    if holds_event(value):
        return unknown_call(state, arguments.every(), arguments.path, arguments.line)
    return union_of(
        Alternative(derived(v) if isinstance(v, Field | Derived) else OPAQUE, facts) for v, facts in alternatives(value)
    )


def _matched(state: State, arguments: Arguments) -> Value:
    """A pattern for a text: whether the empty text, which often stands in for a missing one, fits is tried out."""
    pattern, source = shared.first(arguments), shared.first(arguments, 1)
    found = _textual(state, 1, arguments)
    if not isinstance(pattern, Const) or not any(one.value == Const("") for one in alternatives(source)):
        return found
    fits = Const(fits_nothing(str(pattern.value)))
    return union_of(
        Alternative(fits if one.value == Const("") else derived(one.value) if isinstance(one.value, Field) else OPAQUE, one.facts)
        for one in alternatives(source)
    )


def fits_nothing(pattern: str) -> bool:
    """Whether a pattern matches the empty text; a pattern too long or too odd to try is taken not to."""
    if len(pattern) > LONGEST_PATTERN:
        return False
    try:
        return re.match(pattern, "") is not None
    except (re.error, OverflowError, RecursionError):
        return False


def _compiled(_state: State, arguments: Arguments) -> Value:
    """`re.compile(pattern)`: its methods are functions of `re` whose pattern is given."""
    return Bound(shared.first(arguments), "re")


def _at(position: int) -> NativeCall:
    return lambda state, arguments: _textual(state, position, arguments)


PATTERN_NATIVES: dict[str, NativeCall] = {
    **rows("re.match re.search re.fullmatch", _matched),
    **rows("re.findall re.finditer re.split", _at(1)),
    **rows("re.sub", _at(2)),
    "re.compile": _compiled,
    **rows(
        "datetime.datetime.strptime datetime.strptime time.strptime datetime.datetime.fromisoformat datetime.date.fromisoformat",
        _at(0),
    ),
}
