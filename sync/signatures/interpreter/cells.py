"""The own cells of an object: each key with its value, and with what is known of the event when it is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sync.signatures.interpreter.path_condition import PathCondition, shared
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import ABSENT, GONE, Const, Item, Record, Value


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
