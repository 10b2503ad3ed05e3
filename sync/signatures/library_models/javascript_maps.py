"""JavaScript's `Map`, followed as the list of its pairs."""

from __future__ import annotations

from collections.abc import Iterator

from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.operators import contains
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import append, list_of
from sync.signatures.interpreter.state import ListMethod, NativeCall, State, rows
from sync.signatures.interpreter.truth import constant_type, items_of
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import NULL, OPAQUE, Alternative, Arguments, Const, Item, Items, ListValue, Value
from sync.signatures.library_models import shared

PAIR = 2


def _map(state: State, arguments: Arguments) -> Value:
    """`new Map(pairs)`; empty without."""
    value = shared.first(arguments)
    return list_of() if value == NULL else ListValue.of(elements(state, value, arguments.line))


def _pairs(owner: ListValue) -> Iterator[tuple[Value, Item]]:
    """Keys, each with its value as an element."""
    for item in items_of(owner).items:
        parts = items_of(item.value).items if isinstance(item.value, ListValue) else ()
        if len(parts) == PAIR:
            yield parts[0].value, Item(parts[1].value, item.when, item.unless)


def _get(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """`map.get(key)`: the value of that key, or of whichever when the key is not known."""
    key = shared.first(arguments)
    for one, _ in alternatives(key):
        for name, _ in _pairs(owner):
            hint(state, one, constant_type(name.value) if isinstance(name, Const) else None, USED)
    return state.each_of(key, lambda one: _under(owner, one))


def _under(owner: ListValue, key: Value) -> Value:
    exact = isinstance(key, Const) and all(isinstance(name, Const) for name, _ in _pairs(owner))
    found = [Alternative(item.value, item.when) for name, item in _pairs(owner) if not exact or name == key]
    if items_of(owner).loose:
        found.append(Alternative(OPAQUE, NOTHING_KNOWN))
    certain = exact and len(found) == 1 and not items_of(owner).loose
    return union_of(found) if certain else union_of([*found, Alternative(NULL, NOTHING_KNOWN)])


def _set(state: State, owner: ListValue, arguments: Arguments) -> Value:
    append(state, owner, list_of(*arguments.plain))
    return owner


def _has(state: State, owner: ListValue, arguments: Arguments) -> Value:
    """Of a map, whether it has the key; of a set, the element."""
    names = [name for name, _ in _pairs(owner)]
    held = items_of(owner)
    keys = ListValue.of(Items(tuple(map(Item, names)), held.loose)) if len(names) == len(held.items) else owner
    return union_of(
        Alternative(contains(state, keys, one.value, arguments.line), one.facts) for one in alternatives(shared.first(arguments))
    )


def _private(state: State, arguments: Arguments) -> Value:
    """What TypeScript makes of `this.#name`: a read of a map whose keys are the instances."""
    this, held = shared.first(arguments), shared.first(arguments, 1)
    inner = Arguments(plain=[this], named={}, keywords=[], line=arguments.line)
    return _get(state, held, inner) if isinstance(held, ListValue) else OPAQUE


def _set_private(state: State, arguments: Arguments) -> Value:
    this, held, value = (shared.first(arguments, position) for position in range(3))
    if isinstance(held, ListValue):
        append(state, held, list_of(this, value))
    return value


MAP_NATIVES: dict[str, NativeCall] = {
    **rows("Map WeakMap", _map),
    **rows("__classPrivateFieldGet tslib.__classPrivateFieldGet", _private),
    **rows("__classPrivateFieldSet tslib.__classPrivateFieldSet", _set_private),
}
MAP_METHODS: dict[str, ListMethod] = {"get": _get, "set": _set, "has": _has}
