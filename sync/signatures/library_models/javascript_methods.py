"""JavaScript: methods of objects, arrays and texts."""

from __future__ import annotations

from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.operators import contains
from sync.signatures.interpreter.places import append, holds_event
from sync.signatures.interpreter.state import ListMethod, RecordMethod, State
from sync.signatures.interpreter.truth import items_of, truth
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    RAW_TEXT,
    TEXT,
    Alternative,
    Arguments,
    Const,
    Item,
    Items,
    ListValue,
    Record,
    Value,
)
from sync.signatures.library_models import shared
from sync.signatures.library_models.javascript_maps import MAP_METHODS
from sync.specs.models import TypeName


def _has_own(state: State, owner: Record, arguments: Arguments) -> Value:
    return shared.has_key(state, owner, shared.first(arguments), arguments.line)


def _to_text(_state: State, owner: Record, _arguments: Arguments) -> Value:
    return RAW_TEXT if holds_event(owner) else TEXT


RECORD_METHODS: dict[str, RecordMethod] = {
    "hasOwnProperty": _has_own,
    "propertyIsEnumerable": _has_own,
    "toString": _to_text,
    "valueOf": lambda _state, owner, _arguments: owner,
}


def _push(state: State, owner: ListValue, arguments: Arguments) -> Value:
    for value in arguments.plain:
        append(state, owner, value)
    return OPAQUE


def _for_each(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """Each element in turn; an element that may be missing is visited only perhaps."""
    items = items_of(owner)
    for position, item in enumerate(items.items):
        if not state.live:
            return OPAQUE
        _visit(state, shared.first(arguments), item, position, arguments.line)
    if items.loose:
        maybe_called(state, shared.first(arguments), arguments.line)
    return NULL


def _visit(state: State, function: Value, item: Item, position: int, line: int) -> None:
    def visited() -> Value:
        return state.call_plain(function, item.value, Const(position), line=line)

    if item.unless is None:
        visited()
    else:
        state.fork([(item.when, visited), (item.unless, lambda: NULL)])


def _map(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return shared.mapped(state, shared.first(arguments), owner, arguments.line)


def _filter(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return shared.kept(state, shared.first(arguments), owner, arguments.line)


def _tested(state: State, owner: ListValue, arguments: Arguments) -> Items:
    mapped = shared.mapped(state, shared.first(arguments), owner, arguments.line)
    return items_of(mapped) if isinstance(mapped, ListValue) else Items((), loose=True)


def _some(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return shared.some(state, _tested(state, owner, arguments))


def _every(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return shared.every(state, _tested(state, owner, arguments))


def _find(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """The first element for which the function is true: each may be it, or none is."""
    kept = shared.kept(state, shared.first(arguments), owner, arguments.line)
    items = items_of(kept) if isinstance(kept, ListValue) else Items((), loose=True)
    found = [Alternative(item.value, item.when) for item in items.items]
    none = [item.unless for item in items.items if item.unless is not None]
    if len(none) == len(items.items):
        found.append(Alternative(NULL, frozenset().union(*none)))
    if items.loose:
        found.append(Alternative(OPAQUE, frozenset()))
    return union_of(found)


def _reduce(state: State, owner: ListValue, arguments: Arguments) -> Value:
    start = arguments.plain[1] if len(arguments.plain) > 1 else None
    return shared.reduced(state, shared.first(arguments), items_of(owner), start, arguments.line)


def _includes(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """Being one of several constants tells that the key is there."""
    return contains(state, owner, shared.first(arguments), arguments.line)


def _index_of(state: State, owner: ListValue, arguments: Arguments) -> Value:
    yes, no = truth(state, _includes(state, owner, arguments))
    sides = [Alternative(Const(place), facts) for place, facts in ((0, yes), (-1, no)) if facts is not None]
    return union_of(sides)


def _joined(_state: State, owner: ListValue, _arguments: Arguments) -> Value:
    items = items_of(owner).items
    return RAW_TEXT if any(holds_event(item.value) for item in items) else TEXT


def _concat(state: State, owner: ListValue, arguments: Arguments) -> Value:
    return ListValue.of(Items.joined((items_of(owner), *(elements(state, one, arguments.line) for one in arguments.plain))))


def _same_list(_state: State, owner: ListValue, _arguments: Arguments) -> Value:
    return owner


def _taken(_state: State, owner: ListValue, _arguments: Arguments) -> Value:
    return union_of(Alternative(item.value, item.when) for item in items_of(owner).items)


LIST_METHODS: dict[str, ListMethod] = {
    **MAP_METHODS,
    "push": _push,
    "add": _push,
    "unshift": _push,
    "forEach": _for_each,
    "map": _map,
    "filter": _filter,
    "some": _some,
    "every": _every,
    "find": _find,
    "reduce": _reduce,
    "includes": _includes,
    "indexOf": _index_of,
    "join": _joined,
    "concat": _concat,
    "slice": _same_list,
    "sort": _same_list,
    "reverse": _same_list,
    "values": _same_list,
    "pop": _taken,
    "shift": _taken,
}
TEXT_METHODS: dict[str, TypeName | None] = {
    **dict.fromkeys(
        names(
            "trim trimStart trimEnd toLowerCase toUpperCase replace replaceAll padStart padEnd substr substring charAt "
            "repeat normalize"
        ),
        "string",
    ),
    **dict.fromkeys(["startsWith", "endsWith"], "boolean"),
    **dict.fromkeys(["charCodeAt", "localeCompare", "search"], "integer"),
    **dict.fromkeys(["split", "match", "matchAll"], "array"),
}
OBJECT_METHODS = frozenset(["hasOwnProperty", "propertyIsEnumerable", "toString", "valueOf", "then", "catch", "finally"])
SEQUENCE_METHODS = frozenset(
    ["forEach", "map", "filter", "some", "every", "find", "reduce", "push", "join", "pop", "shift", "sort", "flatMap", "findIndex"]
)
RAW_METHODS = frozenset(["toString", "trim", "toLocaleString", "replace", "slice"])
