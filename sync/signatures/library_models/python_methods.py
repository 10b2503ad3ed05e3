"""Python: methods of dicts, lists and texts."""

from __future__ import annotations

from sync.signatures.interpreter.calls import get
from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.operators import all_there, without
from sync.signatures.interpreter.places import (
    ANY,
    append,
    copied,
    hard,
    holds_event,
    is_there,
    look_up,
    merge_into,
    on_event,
    read_key,
    soft,
)
from sync.signatures.interpreter.state import ListMethod, RecordMethod, State
from sync.signatures.interpreter.truth import EITHER, items_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import ABSENT, GONE, NULL, OPAQUE, Arguments, Const, Items, ListValue, Record, Value
from sync.signatures.library_models import shared
from sync.specs.models import TypeName


def _key(state: State, owner: Record, arguments: Arguments) -> str | None:
    """The constant key of a method call; an event asked for anything else is open."""
    key = shared.first(arguments)
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        return str(key.value)
    if holds_event(owner):
        state.escape("computed-key", arguments.line, "a key that is not a constant")
    return None


def _pop(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    if key is None:
        return OPAQUE
    found = look_up(state, owner, key, "pop", arguments.line)
    value = soft(state, found, arguments.plain[1]) if len(arguments.plain) > 1 else hard(state, found, "KeyError")
    state.heap.set(owner.slots, key, GONE)
    return value


def _set_default(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    if key is None:
        state.heap.set(owner.slots, ANY, OPAQUE)
        return OPAQUE
    value = soft(state, look_up(state, owner, key, "setdefault", arguments.line), shared.first(arguments, 1))
    state.heap.set(owner.slots, key, value)
    return value


def _update(state: State, owner: Record, arguments: Arguments) -> Value:
    for source in (*arguments.plain, *arguments.keywords):
        merge_into(state, owner, source)
    for key, value in arguments.named.items():
        state.heap.set(owner.slots, key, value)
    return NULL


def _clear(state: State, owner: Record, _arguments: Arguments) -> Value:
    """Takes out what was written; what it was made from stays visible."""
    for key in list(owner.slots):
        state.heap.set(owner.slots, key, ABSENT)
    return NULL


def _keys(state: State, owner: Record, arguments: Arguments) -> Value:
    return shared.keys(state, owner, arguments.line)


def _items(state: State, owner: Record, arguments: Arguments) -> Value:
    if on_event(owner):
        return shared.pairs_of_event(state, owner, arguments.line)
    return shared.pairs_of(owner)


def _values(state: State, owner: Record, arguments: Arguments) -> Value:
    if on_event(owner):
        keys_of(state, owner, arguments.line)
        return OPAQUE
    return shared.values_of(owner)


def _contains(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    return EITHER if key is None else is_there(state, owner, key, arguments.line)


def _get_item(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    return OPAQUE if key is None else read_key(state, owner, key, "subscript", arguments.line)


def _copy(_state: State, owner: Record, _arguments: Arguments) -> Value:
    return copied(owner)


def _itself(_state: State, owner: Record, _arguments: Arguments) -> Value:
    """A text made by json.dumps is followed as its object: encoding it changes nothing."""
    return owner


def _validated(_state: State, owner: Record, _arguments: Arguments) -> Value:
    """`model.dict()`: the fields as a dict."""
    return Record(dict(owner.slots), owner.beneath)


RECORD_METHODS: dict[str, RecordMethod] = {
    "get": get,
    "pop": _pop,
    "setdefault": _set_default,
    "update": _update,
    "clear": _clear,
    "keys": _keys,
    "iterkeys": _keys,
    "viewkeys": _keys,
    "items": _items,
    "iteritems": _items,
    "values": _values,
    "itervalues": _values,
    "has_key": _contains,
    "__contains__": _contains,
    "__getitem__": _get_item,
    "copy": _copy,
    "encode": _itself,
    "decode": _itself,
    "strip": _itself,
    "dict": _validated,
    "model_dump": _validated,
    "_asdict": _validated,
}


def _append(state: State, owner: ListValue, arguments: Arguments) -> Value:
    append(state, owner, shared.first(arguments))
    return NULL


def _extend(state: State, owner: ListValue, arguments: Arguments) -> Value:
    more = elements(state, shared.first(arguments), arguments.line)
    state.heap.set(owner.slots, "items", Items.joined((items_of(owner), more)))
    return NULL


def _difference(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """`set(wanted).difference(event)`."""
    return without(state, owner, shared.first(arguments), arguments.line)


def _is_subset(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return all_there(state, owner, shared.first(arguments), arguments.line)


def _emptied(state: State, owner: ListValue, _arguments: Arguments) -> Value:
    state.heap.set(owner.slots, "items", Items())
    return NULL


def _listed(_state: State, owner: ListValue, _arguments: Arguments) -> Value:
    return owner


def _any_element(state: State, owner: ListValue, _arguments: Arguments) -> Value:
    values = [item.value for item in items_of(owner).items]
    if any(map(holds_event, values)):
        return unknown_call(state, values, "pop", 0)
    return OPAQUE


LIST_METHODS: dict[str, ListMethod] = {
    "append": _append,
    "add": _append,
    "extend": _extend,
    "update": _extend,
    "difference": _difference,
    "issubset": _is_subset,
    "copy": _listed,
    "clear": _emptied,
    "encode": _listed,
    "sort": lambda _state, _owner, _arguments: NULL,
    "pop": _any_element,
}
TEXT_METHODS: dict[str, TypeName | None] = {
    **dict.fromkeys(
        names("strip lstrip rstrip lower upper title capitalize replace encode decode format zfill ljust rjust swapcase join"),
        "string",
    ),
    **dict.fromkeys(
        names("startswith endswith isdigit isalpha isalnum isnumeric isdecimal isspace isupper islower"),
        "boolean",
    ),
    **dict.fromkeys(["find", "rfind"], "integer"),
    **dict.fromkeys(["split", "rsplit", "splitlines", "partition", "rpartition"], "array"),
}
OBJECT_METHODS = frozenset(["get", "items", "keys", "values", "update", "setdefault", "has_key", "iteritems"])
SEQUENCE_METHODS = frozenset(["append", "extend", "sort"])
RAW_METHODS = frozenset(["decode", "encode", "strip", "lstrip", "rstrip", "replace", "read", "tobytes"])
