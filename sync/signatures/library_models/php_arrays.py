"""PHP: what its array functions do with an event."""

from __future__ import annotations

from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.operators import contains, without
from sync.signatures.interpreter.places import ANY, append, holds_event, list_of, name_value, on_event
from sync.signatures.interpreter.state import ListMethod, NativeCall, RecordMethod, State, rows
from sync.signatures.interpreter.truth import EITHER, items_of, size
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.values import (
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
from sync.signatures.ir import APPEND
from sync.signatures.library_models import shared


def _key_exists(state: State, arguments: Arguments) -> Value:
    key, owner = shared.first(arguments), shared.first(arguments, 1)
    if arguments.path == "property_exists":
        key, owner = owner, key
    return contains(state, owner, key, arguments.line)


def _in_array(state: State, arguments: Arguments) -> Value:
    listed = shared.first(arguments, 1)
    if isinstance(listed, Record) and on_event(listed):
        keys_of(state, listed, arguments.line)
        return EITHER
    return contains(state, listed, shared.first(arguments), arguments.line)


def _merge(_state: State, arguments: Arguments) -> Value:
    """`array_merge($defaults, $event)`: the last wins; lists are joined."""
    if all(isinstance(value, ListValue) for value in arguments.plain):
        return ListValue.of(Items.joined(items_of(value) for value in arguments.plain if isinstance(value, ListValue)))
    return Record(beneath=tuple(value for value in arguments.plain if value != NULL))


def _keys(state: State, arguments: Arguments) -> Value:
    value = shared.first(arguments)
    if isinstance(value, Record):
        return shared.keys(state, value, arguments.line)
    return ListValue.of(elements(state, value, arguments.line))


def _without(state: State, arguments: Arguments) -> Value:
    """`array_diff($wanted, array_keys($event))`: each name is left when its key is missing."""
    return without(state, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _pairs(state: State, arguments: Arguments) -> Value:
    """`foreach ($array as $key => $value)`."""
    value = shared.first(arguments)
    if isinstance(value, Record) and not on_event(value):
        return shared.pairs_of(value)
    if isinstance(value, Record) and on_event(value):
        return shared.pairs_of_event(state, value, arguments.line)
    items = elements(state, value, arguments.line)
    numbered = [Item(list_of(Const(n), item.value), item.when, item.unless) for n, item in enumerate(items.items)]
    return ListValue.of(Items(tuple(numbered), items.loose))


def _values(state: State, arguments: Arguments) -> Value:
    """`foreach ($array as $value)`: the values, where other languages walk over keys."""
    value = shared.first(arguments)
    if isinstance(value, Record) and not on_event(value):
        return shared.values_of(value)
    if isinstance(value, KeysOf):
        return ListValue.of(keys_of(state, value.record, arguments.line))
    return ListValue.of(elements(state, value, arguments.line))


def _extract(state: State, arguments: Arguments) -> Value:
    """`extract($event)`: every key becomes a variable."""
    if holds_event(shared.first(arguments)):
        state.escape("enumerated", arguments.line, "extract")
    return OPAQUE


def _sorted(_state: State, _arguments: Arguments) -> Value:
    """Sorting in place shows nobody anything."""
    return Const(value=True)


def _mapped(state: State, arguments: Arguments) -> Value:
    return shared.mapped(state, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _filtered(state: State, arguments: Arguments) -> Value:
    source = shared.first(arguments)
    if isinstance(source, Record) and on_event(source):
        keys_of(state, source, arguments.line)
        return OPAQUE
    return shared.kept(state, shared.first(arguments, 1), source, arguments.line)


def _reduced(state: State, arguments: Arguments) -> Value:
    items, start = elements(state, shared.first(arguments), arguments.line), shared.first(arguments, 2)
    return shared.reduced(state, shared.first(arguments, 1), items, start, arguments.line)


def _count(_state: State, arguments: Arguments) -> Value:
    return size(shared.first(arguments))


def _pushed(state: State, owner: ListValue, arguments: Arguments) -> Value:
    append(state, owner, shared.first(arguments))
    return NULL


def _record_pushed(state: State, owner: Record, arguments: Arguments) -> Value:
    held = union_of(Alternative(one, frozenset()) for one in (shared.first(arguments), OPAQUE))
    state.heap.set(owner.slots, ANY, held)
    return NULL


def _compact(state: State, arguments: Arguments) -> Value:
    """`compact('a', 'b')`: an array of those variables."""
    names = [value.value for value in arguments.plain if isinstance(value, Const) and isinstance(value.value, str)]
    if len(names) < len(arguments.plain):
        return shared.reflected(state, arguments)
    return Record({name: name_value(state, f"${name}") for name in names})


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
