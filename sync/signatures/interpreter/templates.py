"""Texts with named places, filled from a mapping: each place is a read of its key."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sync.signatures.interpreter.reading import holds_event, on_event, read_key
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import RAW_TEXT, TEXT, Raw, Record, Value

PERCENT_PLACE = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)")
BRACE_PLACE = re.compile(r"(?<!\{)(?:\{\{)*\{(\w+)[^{}]*\}")


def named_places(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The names of the places, in order, each once."""
    return list(dict.fromkeys(pattern.findall(text)))


def filled_text(state: State, names: Iterable[str], source: Value, line: int) -> Value:
    """A text filled from a mapping; one without names shows the whole."""
    wanted = list(names)
    for one, _ in alternatives(source):
        for name in wanted if isinstance(one, Record | Raw) and on_event(one) else ():
            read_key(state, one, name, "parameter", line)
    if wanted and all(isinstance(one.value, Record) for one in alternatives(source)):
        return TEXT
    return RAW_TEXT if holds_event(source) else TEXT
