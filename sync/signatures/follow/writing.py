"""Writing places: attributes, keys, elements, merges."""

from __future__ import annotations

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.reading import UNDER, holds_event, on_event
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import items_of
from sync.signatures.follow.values import (
    ABSENT,
    Alternative,
    Choice,
    ClassValue,
    Const,
    FunctionValue,
    Item,
    Items,
    ListValue,
    ModuleValue,
    Raw,
    Record,
    Value,
)


def write(run: Run, owner: Value, key: str, value: Value, line: int) -> None:
    """`owner.key = value` or `owner[key] = value`."""
    many = alternatives(run.solid(owner, "AttributeError"))
    for one in many:
        place = run.over if isinstance(one.value, Raw) else one.value
        if isinstance(place, ModuleValue):
            run.set(place.scope.slots, key, value)
        elif isinstance(place, Record | FunctionValue | ClassValue):
            before = place.slots.get(key, ABSENT)
            merged = value if len(many) == 1 else choose((Alternative(value, one.facts), Alternative(before, frozenset())))
            run.set(place.slots, key, merged)
        elif holds_event(value) and not isinstance(place, Const):
            run.escape("stored", line, f"kept in {key}")


def append(run: Run, owner: ListValue, value: Value) -> None:
    """One more element at the end."""
    items = items_of(owner)
    run.store.set(owner.slots, "items", Items((*items.items, Item(value)), items.loose))


def list_of(*values: Value, loose: bool = False) -> ListValue:
    """A fresh list."""
    return ListValue({"items": Items(tuple(Item(value) for value in values), loose)})


def merge_into(run: Run, record: Record, source: Value) -> None:
    """Put all keys of a source into a record, over what it has."""
    before = Record(dict(record.slots), record.beneath)
    for key in list(record.slots):
        run.store.set(record.slots, key, ABSENT)
    run.store.set(record.slots, UNDER, Record(beneath=(before, source)))


def copied(value: Value) -> Value:
    """A shallow copy."""
    match value:
        case Choice():
            return choose(Alternative(copied(one.value), one.facts) for one in value.alternatives)
        case Record():
            return Record(beneath=(value,), of=value.of) if on_event(value) else Record(dict(value.slots), value.beneath, value.of)
        case ListValue():
            return ListValue(dict(value.slots))
        case _:
            return value


def copied_array(value: Value) -> Value:
    """A copy of an array, where arrays are values; an instance stays the one it is."""
    if isinstance(value, Choice):
        return choose(Alternative(copied_array(one.value), one.facts) for one in value.alternatives)
    return value if isinstance(value, Record) and value.of is not None else copied(value)
