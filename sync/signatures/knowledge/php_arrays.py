"""PHP: what its array functions do with an event."""

from __future__ import annotations

from sync.signatures.follow.cells import cells
from sync.signatures.follow.choices import choose
from sync.signatures.follow.loops import elements, keys_of
from sync.signatures.follow.operators import contains, without
from sync.signatures.follow.reading import holds_event, on_event
from sync.signatures.follow.run import Run
from sync.signatures.follow.scopes import name_value
from sync.signatures.follow.truth import EITHER, items_of, size
from sync.signatures.follow.values import (
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    Const,
    Item,
    Items,
    KeysOf,
    ListValue,
    Record,
    Value,
)
from sync.signatures.follow.writing import append, list_of
from sync.signatures.fronts.php_operators import APPEND
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import ListMethod, NativeCall, RecordMethod, rows


def _key_exists(run: Run, arguments: Arguments) -> Value:
    key, owner = shared.first(arguments), shared.first(arguments, 1)
    if arguments.path == "property_exists":
        key, owner = owner, key
    return contains(run, owner, key, arguments.line)


def _in_array(run: Run, arguments: Arguments) -> Value:
    listed = shared.first(arguments, 1)
    if isinstance(listed, Record) and on_event(listed):
        keys_of(run, listed, arguments.line)
        return EITHER
    return contains(run, listed, shared.first(arguments), arguments.line)


def _merge(run: Run, arguments: Arguments) -> Value:
    """`array_merge($defaults, $event)`: the last wins; lists are joined."""
    if all(isinstance(value, ListValue) for value in arguments.plain):
        held = [items_of(value) for value in arguments.plain if isinstance(value, ListValue)]
        return ListValue({"items": Items(tuple(item for one in held for item in one.items), any(one.loose for one in held))})
    del run
    return Record(beneath=tuple(value for value in arguments.plain if value != NULL))


def _keys(run: Run, arguments: Arguments) -> Value:
    value = shared.first(arguments)
    if isinstance(value, Record):
        return shared.keys(run, value, arguments.line)
    return ListValue({"items": elements(run, value, arguments.line)})


def _without(run: Run, arguments: Arguments) -> Value:
    """`array_diff($wanted, array_keys($event))`: each name is left when its key is missing."""
    return without(run, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _pairs(run: Run, arguments: Arguments) -> Value:
    """`foreach ($array as $key => $value)`."""
    value = shared.first(arguments)
    if isinstance(value, Record) and not on_event(value):
        pairs = [cell.held(list_of(Const(cell.key), cell.value)) for cell in cells(value)]
        return ListValue({"items": Items(tuple(pairs), bool(value.beneath))})
    if isinstance(value, Record) and on_event(value):
        return shared.pairs_of_event(run, value, arguments.line)
    items = elements(run, value, arguments.line)
    numbered = [Item(list_of(Const(n), item.value), item.when, item.unless) for n, item in enumerate(items.items)]
    return ListValue({"items": Items(tuple(numbered), items.loose)})


def _values(run: Run, arguments: Arguments) -> Value:
    """`foreach ($array as $value)`: the values, where other languages walk over keys."""
    value = shared.first(arguments)
    if isinstance(value, Record) and not on_event(value):
        return ListValue({"items": Items(tuple(cell.held(cell.value) for cell in cells(value)), bool(value.beneath))})
    if isinstance(value, KeysOf):
        return ListValue({"items": keys_of(run, value.record, arguments.line)})
    return ListValue({"items": elements(run, value, arguments.line)})


def _extract(run: Run, arguments: Arguments) -> Value:
    """`extract($event)`: every key becomes a variable."""
    if holds_event(shared.first(arguments)):
        run.escape("enumerated", arguments.line, "extract")
    return OPAQUE


def _sorted(run: Run, arguments: Arguments) -> Value:
    """Sorting in place shows nobody anything."""
    del run, arguments
    return Const(value=True)


def _mapped(run: Run, arguments: Arguments) -> Value:
    return shared.mapped(run, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _filtered(run: Run, arguments: Arguments) -> Value:
    source = shared.first(arguments)
    if isinstance(source, Record) and on_event(source):
        keys_of(run, source, arguments.line)
        return OPAQUE
    return shared.kept(run, shared.first(arguments, 1), source, arguments.line)


def _reduced(run: Run, arguments: Arguments) -> Value:
    items, start = elements(run, shared.first(arguments), arguments.line), shared.first(arguments, 2)
    return shared.reduced(run, shared.first(arguments, 1), items, start, arguments.line)


def _count(run: Run, arguments: Arguments) -> Value:
    del run
    return size(shared.first(arguments))


def _pushed(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    append(run, owner, shared.first(arguments))
    return NULL


def _record_pushed(run: Run, owner: Record, arguments: Arguments) -> Value:
    run.store.set(
        owner.slots, "\0any", choose([Alternative(shared.first(arguments), frozenset()), Alternative(OPAQUE, frozenset())])
    )
    return NULL


def _compact(run: Run, arguments: Arguments) -> Value:
    """`compact('a', 'b')`: an array of those variables."""
    names = [value.value for value in arguments.plain if isinstance(value, Const) and isinstance(value.value, str)]
    if len(names) < len(arguments.plain):
        return shared.reflected(run, arguments)
    return Record({name: name_value(run, f"${name}") for name in names})


ARRAY_NATIVES: dict[str, NativeCall] = {
    **rows("array_key_exists key_exists property_exists", _key_exists),
    **rows("in_array", _in_array),
    **rows("array_merge array_replace", _merge),
    **rows("array_keys", _keys),
    **rows("array_values", _values),
    **rows("array_diff", _without),
    **rows("array_map", _mapped),
    **rows("array_filter", _filtered),
    **rows("array_reduce", _reduced),
    "array_intersect_key": shared.same,  # it keeps the values: it is followed as the whole
    **rows("ksort krsort asort arsort sort rsort uksort", _sorted),
    **rows("extract", _extract),
    **rows("count sizeof", _count),
    **rows("compact", _compact),
    "\0pairs": _pairs,
    "\0values": _values,
}
ARRAY_RECORD_METHODS: dict[str, RecordMethod] = {APPEND: _record_pushed}
ARRAY_LIST_METHODS: dict[str, ListMethod] = {APPEND: _pushed}
