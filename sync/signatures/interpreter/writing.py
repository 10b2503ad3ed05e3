"""Writing places: attributes, keys, elements, merges."""

from __future__ import annotations

from sync.signatures.interpreter.reading import UNDER, holds_event, on_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.values import (
    ABSENT,
    Alternative,
    ClassValue,
    Const,
    FunctionValue,
    Item,
    Items,
    ListValue,
    ModuleValue,
    Raw,
    Record,
    UnionValue,
    Value,
)


def write(state: State, owner: Value, key: str, value: Value, line: int) -> None:
    """`owner.key = value` or `owner[key] = value`."""
    many = alternatives(state.solid(owner, "AttributeError"))
    for one in many:
        place = state.over if isinstance(one.value, Raw) else one.value
        if isinstance(place, ModuleValue):
            state.set(place.scope.slots, key, value)
        elif isinstance(place, Record | FunctionValue | ClassValue):
            before = place.slots.get(key, ABSENT)
            merged = value if len(many) == 1 else union_of((Alternative(value, one.facts), Alternative(before, frozenset())))
            state.set(place.slots, key, merged)
        elif holds_event(value) and not isinstance(place, Const):
            state.escape("stored", line, f"kept in {key}")


def append(state: State, owner: ListValue, value: Value) -> None:
    """One more element at the end."""
    items = items_of(owner)
    state.heap.set(owner.slots, "items", Items((*items.items, Item(value)), items.loose))


def list_of(*values: Value, loose: bool = False) -> ListValue:
    """A fresh list."""
    return ListValue.of(Items(tuple(Item(value) for value in values), loose))


def merge_into(state: State, record: Record, source: Value) -> None:
    """Put all keys of a source into a record, over what it has."""
    before = Record(dict(record.slots), record.beneath)
    for key in list(record.slots):
        state.heap.set(record.slots, key, ABSENT)
    state.heap.set(record.slots, UNDER, Record(beneath=(before, source)))


def copied(value: Value) -> Value:
    """A shallow copy."""
    match value:
        case UnionValue():
            return map_union(value, copied)
        case Record():
            return Record(beneath=(value,), of=value.of) if on_event(value) else Record(dict(value.slots), value.beneath, value.of)
        case ListValue():
            return ListValue(dict(value.slots))
        case _:
            return value


def copied_array(value: Value) -> Value:
    """A copy of an array, where arrays are values; an instance stays the one it is."""
    if isinstance(value, UnionValue):
        return map_union(value, copied_array)
    return value if isinstance(value, Record) and value.of is not None else copied(value)
