"""Defaults: which constants stand in for which missing keys of the event."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from sync.signatures.interpreter.path_condition import Fact
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import NULL, Const, Derived, Field, Items, ListValue, Record, Value

DEEPEST_DEFAULT = 4


def defaults_of(value: Value) -> Iterator[tuple[str, JsonValue]]:
    """Which constants stand in for which missing keys: where one key stands in for another, only the last has the constant."""
    every = alternatives(value)
    keys = {one.value.key: one.facts for one in every if isinstance(one.value, Field | Derived) and not is_part(one.value)}
    for one in every:
        if one.value == NULL or not is_stated(one.value):
            continue
        missing = {fact.key for fact in one.facts if not fact.there}
        for key in sorted(keys.keys() & missing):
            plain = isinstance(one.value, Const) or any(other.value == Field(key) for other in every)
            if plain and not any(Fact(key, there=False) in facts for other, facts in keys.items() if other != key):
                yield key, as_json(one.value)


def is_part(value: Field | Derived) -> bool:
    """Whether it is a part of a key's value: what stands in for a part is not the key's default."""
    return isinstance(value, Derived) and (value.inner or value.size)


def is_stated(value: Value, depth: int = 0) -> bool:
    """Whether the code writes it down in full, as it does a default; an empty list or object is as good as none."""
    match value:
        case Const():
            return not value.implied and not str(value.value).startswith("\0")
        case ListValue():
            items = _elements(value)
            return bool(items) and depth < DEEPEST_DEFAULT and all(one is not None and is_stated(one, depth + 1) for one in items)
        case Record(beneath=(), of=None):
            cells = value.slots.items()
            plain = bool(cells) and depth < DEEPEST_DEFAULT
            return plain and all(not key.startswith("\0") and is_stated(held, depth + 1) for key, held in cells)
        case _:
            return False


def _elements(value: ListValue) -> list[Value | None]:
    """The elements of a list; None for one that may be missing, or may come besides."""
    held = value.slots.get("items")
    if not isinstance(held, Items):
        return [None]
    return [*(item.value if item.unless is None else None for item in held.items), *([None] if held.loose else [])]


def as_json(value: Value) -> JsonValue:
    """Something stated in full, as JSON."""
    match value:
        case Const():
            return value.value
        case ListValue():
            return [as_json(one) for one in _elements(value) if one is not None]
        case Record():
            return {key: as_json(held) for key, held in value.slots.items()}
        case _:
            return None
