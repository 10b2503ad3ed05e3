"""Python: methods of dicts, lists and texts."""

from __future__ import annotations

from sync.signatures.follow.cells import cells
from sync.signatures.follow.loops import elements, keys_of
from sync.signatures.follow.methods import get
from sync.signatures.follow.operators import all_there, without
from sync.signatures.follow.outside import unknown_call
from sync.signatures.follow.reading import ANY, hard, holds_event, is_there, look_up, on_event, read_key, soft
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import EITHER, items_of
from sync.signatures.follow.values import (
    ABSENT,
    GONE,
    NULL,
    OPAQUE,
    Arguments,
    Const,
    Items,
    ListValue,
    Record,
    Value,
)
from sync.signatures.follow.writing import append, copied, list_of, merge_into
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import ListMethod, RecordMethod, names
from sync.specs.models import TypeName


def _key(run: Run, owner: Record, arguments: Arguments) -> str | None:
    """The constant key of a method call; an event asked for anything else is open."""
    key = shared.first(arguments)
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        return str(key.value)
    if holds_event(owner):
        run.escape("computed-key", arguments.line, "a key that is not a constant")
    return None


def _pop(run: Run, owner: Record, arguments: Arguments) -> Value:
    key = _key(run, owner, arguments)
    if key is None:
        return OPAQUE
    found = look_up(run, owner, key, "pop", arguments.line)
    value = soft(run, found, arguments.plain[1]) if len(arguments.plain) > 1 else hard(run, found, "KeyError")
    run.store.set(owner.slots, key, GONE)
    return value


def _set_default(run: Run, owner: Record, arguments: Arguments) -> Value:
    key = _key(run, owner, arguments)
    if key is None:
        run.store.set(owner.slots, ANY, OPAQUE)
        return OPAQUE
    value = soft(run, look_up(run, owner, key, "setdefault", arguments.line), shared.first(arguments, 1))
    run.store.set(owner.slots, key, value)
    return value


def _update(run: Run, owner: Record, arguments: Arguments) -> Value:
    for source in (*arguments.plain, *arguments.keywords):
        merge_into(run, owner, source)
    for key, value in arguments.named.items():
        run.store.set(owner.slots, key, value)
    return NULL


def _clear(run: Run, owner: Record, arguments: Arguments) -> Value:
    """Takes out what was written; what it was made from stays visible."""
    del arguments
    for key in list(owner.slots):
        run.store.set(owner.slots, key, ABSENT)
    return NULL


def _keys(run: Run, owner: Record, arguments: Arguments) -> Value:
    return shared.keys(run, owner, arguments.line)


def _items(run: Run, owner: Record, arguments: Arguments) -> Value:
    if on_event(owner):
        return shared.pairs_of_event(run, owner, arguments.line)
    pairs = [cell.held(list_of(Const(cell.key), cell.value)) for cell in cells(owner)]
    return ListValue({"items": Items(tuple(pairs), bool(owner.beneath))})


def _values(run: Run, owner: Record, arguments: Arguments) -> Value:
    if on_event(owner):
        keys_of(run, owner, arguments.line)
        return OPAQUE
    return ListValue({"items": Items(tuple(cell.held(cell.value) for cell in cells(owner)), bool(owner.beneath))})


def _contains(run: Run, owner: Record, arguments: Arguments) -> Value:
    key = _key(run, owner, arguments)
    return EITHER if key is None else is_there(run, owner, key, arguments.line)


def _get_item(run: Run, owner: Record, arguments: Arguments) -> Value:
    key = _key(run, owner, arguments)
    return OPAQUE if key is None else read_key(run, owner, key, "subscript", arguments.line)


def _copy(run: Run, owner: Record, arguments: Arguments) -> Value:
    del run, arguments
    return copied(owner)


def _itself(run: Run, owner: Record, arguments: Arguments) -> Value:
    """A text made by json.dumps is followed as its object: encoding it changes nothing."""
    del run, arguments
    return owner


def _validated(run: Run, owner: Record, arguments: Arguments) -> Value:
    """`model.dict()`: the fields as a dict."""
    del run, arguments
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


def _append(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    append(run, owner, shared.first(arguments))
    return NULL


def _extend(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    more, held = elements(run, shared.first(arguments), arguments.line), items_of(owner)
    run.store.set(owner.slots, "items", Items((*held.items, *more.items), held.loose or more.loose))
    return NULL


def _difference(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    """`set(wanted).difference(event)`."""
    return without(run, owner, shared.first(arguments), arguments.line)


def _is_subset(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    return all_there(run, owner, shared.first(arguments), arguments.line)


def _emptied(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    del arguments
    run.store.set(owner.slots, "items", Items())
    return NULL


def _listed(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    del run, arguments
    return owner


def _any_element(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    del arguments
    values = [item.value for item in items_of(owner).items]
    if any(map(holds_event, values)):
        return unknown_call(run, values, "pop", 0)
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
    "sort": lambda run, owner, arguments: NULL,  # noqa: ARG005 - a row of the table
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
