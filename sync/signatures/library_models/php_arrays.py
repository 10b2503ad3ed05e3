"""PHP: what its array functions do with an event."""

from __future__ import annotations

from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.operators import contains, without
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.reading import ANY, holds_event, on_event
from sync.signatures.interpreter.scopes import name_value
from sync.signatures.interpreter.state import ListMethod, NativeCall, RecordMethod, State, rows
from sync.signatures.interpreter.truth import EITHER, TRUE, size
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.values import NULL, OPAQUE, Alternative, Arguments, Const, KeysOf, ListValue, Record, Value
from sync.signatures.interpreter.writing import append
from sync.signatures.ir import APPEND
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first, of


def _in_array(state: State, listed: Value, wanted: Value, line: int) -> Value:
    if isinstance(listed, Record) and on_event(listed):
        keys_of(state, listed, line)
        return EITHER
    return contains(state, listed, wanted, line)


def _merge(state: State, arguments: Arguments) -> Value:
    """`array_merge($defaults, $event)`: the last wins; lists are joined."""
    if all(isinstance(value, ListValue) for value in arguments.plain):
        return shared.concatenated(state, *arguments.plain, line=arguments.line)
    return Record(beneath=tuple(value for value in arguments.plain if value != NULL))


def _keys(state: State, value: Value, line: int) -> Value:
    return shared.keys(state, value, line) if isinstance(value, Record) else ListValue.of(elements(state, value, line))


def _pairs(state: State, value: Value, line: int) -> Value:
    """`foreach ($array as $key => $value)`."""
    return shared.pairs(state, value, line) if isinstance(value, Record) else shared.numbered(elements(state, value, line))


def _values(state: State, value: Value, line: int) -> Value:
    """`foreach ($array as $value)`: the values, where other languages walk over keys."""
    if isinstance(value, Record) and not on_event(value):
        return shared.values_of(value)
    return ListValue.of(keys_of(state, value.record, line) if isinstance(value, KeysOf) else elements(state, value, line))


def _extract(state: State, value: Value, line: int) -> Value:
    """`extract($event)`: every key becomes a variable."""
    if holds_event(value):
        state.escape("enumerated", line, "extract")
    return OPAQUE


def _filtered(state: State, source: Value, function: Value, line: int) -> Value:
    if isinstance(source, Record) and on_event(source):
        keys_of(state, source, line)
        return OPAQUE
    return shared.kept(state, function, source, line)


def _pushed(state: State, owner: ListValue, value: Value, _line: int) -> Value:
    append(state, owner, value)
    return NULL


def _record_pushed(state: State, owner: Record, value: Value, _line: int) -> Value:
    state.heap.set(owner.slots, ANY, union_of(Alternative(one, NOTHING_KNOWN) for one in (value, OPAQUE)))
    return NULL


def _compact(state: State, arguments: Arguments) -> Value:
    """`compact('a', 'b')`: an array of those variables."""
    names = [value.value for value in arguments.plain if isinstance(value, Const) and isinstance(value.value, str)]
    if len(names) < len(arguments.plain):
        return shared.reflected(state, arguments)
    return Record({name: name_value(state, f"${name}") for name in names})


ARRAY_NATIVES: dict[str, NativeCall] = {
    **rows("array_key_exists key_exists", of(contains, 1, 0)),
    "property_exists": of(contains, 0, 1),
    "in_array": of(_in_array, 1, 0),
    **rows("array_merge array_replace", _merge),
    "array_keys": of(_keys, 0),
    "array_values": of(_values, 0),
    "array_diff": of(without, 0, 1),  # `array_diff($wanted, array_keys($event))`: each name is left when its key is missing
    "array_map": of(shared.mapped, 0, 1),
    "array_filter": of(_filtered, 0, 1),
    "array_reduce": of(shared.reduced, 1, 0, 2),
    "array_intersect_key": shared.same,  # it keeps the values: it is followed as the whole
    **rows("ksort krsort asort arsort sort rsort uksort", lambda _state, _arguments: TRUE),  # in place: it shows nobody anything
    "extract": of(_extract, 0),
    **rows("count sizeof", lambda _state, arguments: size(first(arguments))),
    "compact": _compact,
    "\0pairs": of(_pairs, 0),
    "\0values": of(_values, 0),
}
ARRAY_RECORD_METHODS: dict[str, RecordMethod] = {APPEND: shared.method(_record_pushed)}
ARRAY_LIST_METHODS: dict[str, ListMethod] = {APPEND: shared.method(_pushed)}
