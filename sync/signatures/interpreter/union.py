"""Unions: one of several values, each under what is then known of the event; and the cells of an object, which hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, both, shared
from sync.signatures.interpreter.values import (
    ABSENT,
    EVENT,
    GONE,
    OPAQUE,
    Alternative,
    Const,
    Item,
    Items,
    ListValue,
    Record,
    UnionValue,
    Value,
)

MOST_ALTERNATIVES = 16


def identity(value: Value) -> object:
    """What makes two values the same; 1 and True are not."""
    if isinstance(value, Const):
        return (Const, type(value.value), value.value)
    return value


def alternatives(value: Value) -> tuple[Alternative, ...]:
    """What it may be; one alternative for a value that is no union."""
    return value.alternatives if isinstance(value, UnionValue) else (Alternative(value, NOTHING_KNOWN),)


def union_of(many: Iterable[Alternative]) -> Value:
    """One of these: nested unions are opened, equal values meet, impossible ones go. Nothing at all is opaque."""
    met: dict[object, Alternative] = {}
    for value, facts in many:
        if isinstance(value, UnionValue):
            for inner, inner_facts in value.alternatives:
                together = both(inner_facts, facts)
                if together is not None:
                    _meet(met, inner, together)
        else:
            _meet(met, value, facts)
    if len(met) > 1 and any(_is_event(one.value) for one in met.values()):
        met = dict(_without_empty(met))
    if len(met) == 1:
        return next(iter(met.values())).value
    if not met:
        return OPAQUE
    return UnionValue(tuple(met.values()) if len(met) <= MOST_ALTERNATIVES else tuple(_condensed(met.values())))


def map_union(value: Value, change: Callable[[Value], Value]) -> Value:
    """Each thing it may be, changed, under what is known of the event when it is that."""
    return union_of(Alternative(change(one), facts) for one, facts in alternatives(value))


def _is_event(value: Value) -> bool:
    return isinstance(value, Record) and value.beneath == (EVENT,) and not value.slots and value.of is None


def _without_empty(met: dict[object, Alternative]) -> Iterator[tuple[object, Alternative]]:
    """An empty object that stands in for an event, as when it could not be parsed, is an event without keys: no other case."""
    empty = [same for same, one in met.items() if _is_empty(one.value)]
    known = [met[same].facts for same in empty]
    for same, one in met.items():
        if same not in empty:
            yield same, Alternative(one.value, frozenset.intersection(one.facts, *known) if _is_event(one.value) else one.facts)


def _is_empty(value: Value) -> bool:
    match value:
        case Record(beneath=(), of=None):
            return not value.slots
        case ListValue():
            return value.slots.get("items") == Items()
        case _:
            return False


def _meet(met: dict[object, Alternative], value: Value, facts: PathCondition) -> None:
    same = identity(value)
    before = met.get(same)
    met[same] = Alternative(value, facts if before is None else before.facts & facts)


def _condensed(many: Iterable[Alternative]) -> Iterator[Alternative]:
    """Constants that are true stand together as one unknown text; the rest stays, so that no event is lost."""
    words: list[PathCondition] = []
    for one in many:
        if isinstance(one.value, Const) and one.value.value:
            words.append(one.facts)
        else:
            yield one
    if words:
        yield Alternative(Const("\0one of many"), frozenset.intersection(*words))


class Cell(NamedTuple):
    """One key of an object: it is there when `when` holds, and not when `unless` does (None: it is always there)."""

    key: str
    value: Value
    when: PathCondition
    unless: PathCondition | None

    def named(self) -> Item:
        """The key, as an element of the list of keys."""
        return Item(Const(self.key), self.when, self.unless)

    def held(self, value: Value) -> Item:
        """Something made of the cell, as an element that is there when the key is."""
        return Item(value, self.when, self.unless)


def cells(record: Record) -> Iterator[Cell]:
    """The keys written into a record, those written on one branch only included."""
    for key, held in record.slots.items():
        if key.startswith("\0"):
            continue
        every = alternatives(held)
        some = [one for one in every if one.value is not ABSENT and one.value != GONE]
        gone = [one.facts for one in every if one.value is ABSENT or one.value == GONE]
        if some:
            yield Cell(key, union_of(some), shared(one.facts for one in some), shared(gone) if gone else None)
