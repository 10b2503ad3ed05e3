"""Python: methods of dicts, lists and texts."""

from __future__ import annotations

from collections.abc import Callable

from sync.signatures.interpreter.calls import get
from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.operators import all_there, without
from sync.signatures.interpreter.places import ANY, append, copied, hard, holds_event, is_there, look_up, merge_into, read_key, soft
from sync.signatures.interpreter.state import ListMethod, RecordMethod, State
from sync.signatures.interpreter.truth import EITHER, items_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import ABSENT, GONE, NULL, OPAQUE, Arguments, Const, Items, ListValue, Record, Value
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first, method
from sync.specs.models import TypeName


def _key(state: State, owner: Record, arguments: Arguments) -> str | None:
    """The constant key of a method call; an event asked for anything else is open."""
    key = first(arguments)
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
    value = soft(state, look_up(state, owner, key, "setdefault", arguments.line), first(arguments, 1))
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


def _contains(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    return EITHER if key is None else is_there(state, owner, key, arguments.line)


def _get_item(state: State, owner: Record, arguments: Arguments) -> Value:
    key = _key(state, owner, arguments)
    return OPAQUE if key is None else read_key(state, owner, key, "subscript", arguments.line)


def _walked(effect: Callable[[State, Record, int], Value]) -> RecordMethod:
    return lambda state, owner, arguments: effect(state, owner, arguments.line)


RECORD_METHODS: dict[str, RecordMethod] = {
    "get": get,
    "pop": _pop,
    "setdefault": _set_default,
    "update": _update,
    "clear": _clear,
    **dict.fromkeys(("keys", "iterkeys", "viewkeys"), _walked(shared.keys)),
    **dict.fromkeys(("items", "iteritems"), _walked(shared.pairs)),
    **dict.fromkeys(("values", "itervalues"), _walked(shared.values)),
    **dict.fromkeys(("has_key", "__contains__"), _contains),
    "__getitem__": _get_item,
    "copy": lambda _state, owner, _arguments: copied(owner),
    # A text made by json.dumps is followed as its object: encoding it changes nothing.
    **dict.fromkeys(("encode", "decode", "strip"), shared.itself),
    # the fields of a model as a dict
    **dict.fromkeys(("dict", "model_dump", "_asdict"), lambda _state, owner, _given: Record(dict(owner.slots), owner.beneath)),
}


def _append(state: State, owner: ListValue, value: Value, _line: int) -> Value:
    append(state, owner, value)
    return NULL


def _extend(state: State, owner: ListValue, more: Value, line: int) -> Value:
    further = elements(state, more, line)
    state.heap.set(owner.slots, "items", Items.joined((items_of(owner), further)))
    return NULL


def _emptied(state: State, owner: ListValue, _arguments: Arguments) -> Value:
    state.heap.set(owner.slots, "items", Items())
    return NULL


def _any_element(state: State, owner: ListValue, _arguments: Arguments) -> Value:
    values = shared.listed(owner)
    return unknown_call(state, values, "pop", 0) if any(map(holds_event, values)) else OPAQUE


LIST_METHODS: dict[str, ListMethod] = {
    **dict.fromkeys(("append", "add"), method(_append)),
    **dict.fromkeys(("extend", "update"), method(_extend)),
    "difference": method(without),
    "issubset": method(all_there),
    **dict.fromkeys(("copy", "encode"), shared.itself),
    "clear": _emptied,
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
OBJECT_METHODS = names("get items keys values update setdefault has_key iteritems")
SEQUENCE_METHODS = names("append extend sort")
RAW_METHODS = names("decode encode strip lstrip rstrip replace read tobytes")
