"""Texts known in full: enough of their methods to follow names of keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sync.signatures.interpreter.reading import holds_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.templates import BRACE_PLACE, filled_text, named_places
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import NULL, OPAQUE, RAW_TEXT, Arguments, Const, Opaque, Value
from sync.signatures.interpreter.writing import list_of

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
