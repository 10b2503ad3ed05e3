"""Tables: objects of the program read under a key nobody knows, as dispatch tables and lists of constants are."""

from __future__ import annotations

from collections.abc import Iterator

from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.reading import ANY, UNDER
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import ABSENT, GONE, OPAQUE, Alternative, Const, Field, ListValue, Record, Value

DEEPEST_ROW = 3


def any_of(state: State, table: Value) -> Value:
    """What some unknown key of an object holds; absent where the object has no such key.

    Rows of plain data are one row, a field that only some of them have being absent in the others: a table of a thousand shops
    is one shop. Rows that can be called stay apart.
    """
    if not isinstance(table, Record):
        return union_of([Alternative(OPAQUE, NOTHING_KNOWN), Alternative(ABSENT, NOTHING_KNOWN)])
    held = list(_held(table))
    state.spend(len(held))
    rows = [value for value in held if isinstance(value, Record) and _is_data(value, 0)]
    if len(rows) > 1:
        merged = set(map(id, rows))
        held = [*(value for value in held if id(value) not in merged), _one_row(rows)]
    return union_of(Alternative(value, NOTHING_KNOWN) for value in (*held, ABSENT))


def hint_key(state: State, table: Value, key: Value) -> None:
    """A value that picks one of several named rows is a text, unless every name is a number."""
    if isinstance(key, Field) and isinstance(table, Record) and not all(name.isdecimal() for name in _names(table)):
        state.observations.hint(key.key, "string", USED)


def _names(table: Record) -> Iterator[str]:
    for layer in table.beneath:
        if isinstance(layer, Record):
            yield from _names(layer)
    yield from (name for name in table.slots if not name.startswith("\0"))


def _held(table: Record) -> Iterator[Value]:
    """Everything kept in an object, and whatever the layers beneath may hold besides."""
    for layer in (one.value for held in (*table.beneath, table.slots.get(UNDER, ABSENT)) for one in alternatives(held)):
        if isinstance(layer, Record):
            yield from _held(layer)
        elif layer is not ABSENT:
            yield OPAQUE
    if ANY in table.slots:
        yield from (one.value for one in alternatives(table.slots[ANY]))
    for key, held in table.slots.items():
        if not key.startswith("\0"):
            yield from (one.value for one in alternatives(held) if one.value is not ABSENT and one.value != GONE)


def _is_data(value: Value, depth: int) -> bool:
    """Whether it is made of constants, lists and objects only."""
    match value:
        case Const():
            return True
        case Record():
            plain = depth < DEEPEST_ROW and value.of is None and not value.beneath
            return plain and all(_data_cell(value, key, depth) for key in value.slots)
        case ListValue():
            return True
        case _:
            return False


def _data_cell(row: Record, key: str, depth: int) -> bool:
    return not key.startswith("\0") and all(_is_data(one.value, depth + 1) for one in alternatives(row.slots[key]))


def _one_row(rows: list[Record]) -> Record:
    names = dict.fromkeys(name for row in rows for name in row.slots)
    return Record({name: union_of(Alternative(row.slots.get(name, ABSENT), NOTHING_KNOWN) for row in rows) for name in names})
