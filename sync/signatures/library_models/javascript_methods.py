"""JavaScript: methods of objects, arrays and texts; `Map`, followed as the list of its pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.operators import contains
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import append, list_of
from sync.signatures.interpreter.state import ListMethod, NativeCall, RecordMethod, State, rows
from sync.signatures.interpreter.truth import constant_type, items_of, truth
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import NULL, OPAQUE, Alternative, Arguments, Const, Item, ListValue, Value
from sync.signatures.library_models import shared
from sync.signatures.library_models.shared import first, method
from sync.specs.models import TypeName

PAIR = 2
RECORD_METHODS: dict[str, RecordMethod] = {
    "hasOwnProperty": method(shared.has_key),
    "propertyIsEnumerable": method(shared.has_key),
    "toString": lambda _state, owner, _arguments: shared.text_of(owner),
    "valueOf": shared.itself,
}


def _push(state: State, owner: ListValue, arguments: Arguments) -> Value:
    for value in arguments.plain:
        append(state, owner, value)
    return OPAQUE


def _for_each(state: State, owner: ListValue, function: Value, line: int) -> Value:
    """Each element in turn; an element that may be missing is visited only perhaps."""
    items = items_of(owner)
    for position, item in enumerate(items.items):
        if not state.live:
            return OPAQUE
        shared.perhaps(state, item, partial(state.call_plain, function, item.value, Const(position), line=line), NULL)
    if items.loose:
        maybe_called(state, function, line)
    return NULL


def _mapped(state: State, owner: ListValue, function: Value, line: int) -> Value:
    return shared.mapped(state, function, owner, line)


def _find(state: State, owner: ListValue, function: Value, line: int) -> Value:
    """The first element for which the function is true: each may be it, or none is."""
    items = elements(state, shared.kept(state, function, owner, line), line)
    found = [Alternative(item.value, item.when) for item in items.items]
    none = [item.unless for item in items.items if item.unless is not None]
    if len(none) == len(items.items):
        found.append(Alternative(NULL, frozenset().union(*none)))
    return union_of([*found, Alternative(OPAQUE, NOTHING_KNOWN)] if items.loose else found)


def _index_of(state: State, owner: ListValue, value: Value, line: int) -> Value:
    yes, no = truth(state, contains(state, owner, value, line))
    return union_of(Alternative(Const(place), facts) for place, facts in ((0, yes), (-1, no)) if facts is not None)


def _map(state: State, arguments: Arguments) -> Value:
    """`new Map(pairs)`; empty without."""
    value = first(arguments)
    return list_of() if value == NULL else ListValue.of(elements(state, value, arguments.line))


def _pairs(owner: ListValue) -> Iterator[tuple[Value, Item]]:
    """Keys, each with its value as an element."""
    for item in items_of(owner).items:
        parts = shared.listed(item.value)
        if len(parts) == PAIR:
            yield parts[0], Item(parts[1], *item[1:])


def _get(state: State, owner: ListValue, key: Value, _line: int) -> Value:
    """`map.get(key)`: the value of that key, or of whichever when the key is not known."""
    for one, _ in alternatives(key):
        for name, _ in _pairs(owner):
            hint(state, one, constant_type(name.value) if isinstance(name, Const) else None, USED)
    return state.each_of(key, lambda one: _under(owner, one))


def _under(owner: ListValue, key: Value) -> Value:
    exact, loose = isinstance(key, Const) and all(isinstance(name, Const) for name, _ in _pairs(owner)), items_of(owner).loose
    found = [Alternative(item.value, item.when) for name, item in _pairs(owner) if not exact or name == key]
    certain = exact and len(found) == 1 and not loose
    if loose:
        found.append(Alternative(OPAQUE, NOTHING_KNOWN))
    return union_of(found if certain else [*found, Alternative(NULL, NOTHING_KNOWN)])


def _set(state: State, owner: ListValue, arguments: Arguments) -> Value:
    append(state, owner, list_of(*arguments.plain))
    return owner


def _has(state: State, owner: ListValue, wanted: Value, line: int) -> Value:
    """Of a map, whether it has the key; of a set, the element."""
    names = [name for name, _ in _pairs(owner)]
    held = items_of(owner)
    keys = list_of(*names, loose=held.loose) if len(names) == len(held.items) else owner
    return union_of(Alternative(contains(state, keys, one, line), facts) for one, facts in alternatives(wanted))


def _private(state: State, this: Value, held: Value, line: int) -> Value:
    """What TypeScript makes of `this.#name`: a read of a map whose keys are the instances."""
    return _get(state, held, this, line) if isinstance(held, ListValue) else OPAQUE


def _set_private(state: State, this: Value, held: Value, value: Value, _line: int) -> Value:
    if isinstance(held, ListValue):
        append(state, held, list_of(this, value))
    return value


MAP_NATIVES: dict[str, NativeCall] = {
    **rows("Map WeakMap", _map),
    **rows("__classPrivateFieldGet tslib.__classPrivateFieldGet", shared.of(_private, 0, 1)),
    **rows("__classPrivateFieldSet tslib.__classPrivateFieldSet", shared.of(_set_private, 0, 1, 2)),
}
LIST_METHODS: dict[str, ListMethod] = {
    "get": method(_get),
    "set": _set,
    "has": method(_has),
    **dict.fromkeys(("push", "add", "unshift"), _push),
    "forEach": method(_for_each),
    "map": method(_mapped),
    "filter": method(lambda state, owner, function, line: shared.kept(state, function, owner, line)),
    "some": method(lambda state, owner, function, line: shared.some(state, _mapped(state, owner, function, line), line)),
    "every": method(lambda state, owner, function, line: shared.every(state, _mapped(state, owner, function, line), line)),
    "find": method(_find),
    "reduce": lambda state, owner, given: shared.reduced(state, first(given), owner, given.at(1), given.line),
    "includes": method(contains),  # being one of several constants tells that the key is there
    "indexOf": method(_index_of),
    "join": lambda _state, owner, _arguments: shared.text_of(*shared.listed(owner)),
    "concat": lambda state, owner, given: shared.concatenated(state, owner, *given.plain, line=given.line),
    **dict.fromkeys(("slice", "sort", "reverse", "values"), shared.itself),
    **dict.fromkeys(
        ("pop", "shift"), lambda _state, owner, _given: union_of(Alternative(*item[:2]) for item in items_of(owner).items)
    ),
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
OBJECT_METHODS = names("hasOwnProperty propertyIsEnumerable toString valueOf then catch finally")
SEQUENCE_METHODS = names("forEach map filter some every find reduce push join pop shift sort flatMap findIndex")
RAW_METHODS = names("toString trim toLocaleString replace slice")
