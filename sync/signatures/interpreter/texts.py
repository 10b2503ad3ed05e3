"""Texts known in full: enough of their methods to follow names of keys, and the places in them that a mapping fills."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from sync.signatures.interpreter.reading import holds_event, on_event, read_key
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import NULL, OPAQUE, RAW_TEXT, TEXT, Arguments, Const, Opaque, Raw, Record, Value
from sync.signatures.interpreter.writing import list_of

PERCENT_PLACE = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)")
BRACE_PLACE = re.compile(r"(?<!\{)(?:\{\{)*\{(\w+)[^{}]*\}")
SAME_TEXT: Mapping[str, Callable[[str], str]] = {
    "strip": str.strip,
    "trim": str.strip,
    "lower": str.lower,
    "upper": str.upper,
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "toString": str,
    "encode": str,
    "decode": str,
}


def text_method(state: State, owner: Const, name: str, arguments: Arguments) -> Value:
    """A method of a constant."""
    text = owner.value
    if owner == NULL:
        return state.fails("AttributeError")
    if not isinstance(text, str) or text.startswith("\0"):
        return OPAQUE
    simple = _simple(text, name, arguments)
    if simple is not None:
        return simple
    if name in {"format", "format_map"} and (arguments.keywords or name == "format_map"):
        source = arguments.keywords[0] if arguments.keywords else arguments.plain[0] if arguments.plain else NULL
        return filled_text(state, named_places(text, BRACE_PLACE), source, arguments.line)
    for value in arguments.plain:
        maybe_called(state, value, arguments.line)  # `text.replace(pattern, (all, name) => …)`
    if any(map(holds_event, arguments.every())):
        return RAW_TEXT
    return Opaque(state.dialect.text_methods.get(name, "string"))


def _simple(text: str, name: str, arguments: Arguments) -> Value | None:
    if name in SAME_TEXT:
        return Const(SAME_TEXT[name](text))
    if name in {"match", "matchAll"} and not text:
        return NULL  # nothing that is missing matches
    return _split(text, arguments.at(0)) if name == "split" else None


def _split(text: str, separator: Value | None) -> Value:
    """Parts of a known text: a list of names is often written so."""
    if separator is None:
        return list_of(*map(Const, text.split()))
    if not isinstance(separator, Const) or not isinstance(separator.value, str):
        return list_of(loose=True)
    return list_of(*map(Const, text.split(separator.value) if separator.value else text))


def named_places(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The names of the places, in order, each once."""
    return list(dict.fromkeys(pattern.findall(text)))


def filled_text(state: State, names: Iterable[str], source: Value, line: int) -> Value:
    """A text filled from a mapping: each place is a read of its key; one without names shows the whole."""
    wanted = list(names)
    for one, _ in alternatives(source):
        for name in wanted if isinstance(one, Record | Raw) and on_event(one) else ():
            read_key(state, one, name, "parameter", line)
    if wanted and all(isinstance(one.value, Record) for one in alternatives(source)):
        return TEXT
    return RAW_TEXT if holds_event(source) else TEXT
