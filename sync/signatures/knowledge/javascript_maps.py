"""JavaScript's `Map`, followed as the list of its pairs."""

from __future__ import annotations

from collections.abc import Iterator

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.facts import NOTHING_KNOWN
from sync.signatures.follow.ledger import USED
from sync.signatures.follow.loops import elements
from sync.signatures.follow.models import hint
from sync.signatures.follow.operators import contains
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import constant_type, items_of
from sync.signatures.follow.values import NULL, OPAQUE, Alternative, Arguments, Const, Item, Items, ListValue, Value
from sync.signatures.follow.writing import append, list_of
from sync.signatures.knowledge import shared
from sync.signatures.knowledge.dialect import ListMethod, NativeCall, rows

PAIR = 2


def _map(run: Run, arguments: Arguments) -> Value:
    """`new Map(pairs)`; empty without."""
    value = shared.first(arguments)
    return list_of() if value == NULL else ListValue({"items": elements(run, value, arguments.line)})


def _pairs(owner: ListValue) -> Iterator[tuple[Value, Item]]:
    """Keys, each with its value as an element."""
    for item in items_of(owner).items:
        parts = items_of(item.value).items if isinstance(item.value, ListValue) else ()
        if len(parts) == PAIR:
            yield parts[0].value, Item(parts[1].value, item.when, item.unless)


def _get(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    """`map.get(key)`: the value of that key, or of whichever when the key is not known."""
    key = shared.first(arguments)
    for one, _ in alternatives(key):
        for name, _ in _pairs(owner):
            hint(run, one, constant_type(name.value) if isinstance(name, Const) else None, USED)
    return run.each_of(key, lambda one: _under(owner, one))


def _under(owner: ListValue, key: Value) -> Value:
    exact = isinstance(key, Const) and all(isinstance(name, Const) for name, _ in _pairs(owner))
    found = [Alternative(item.value, item.when) for name, item in _pairs(owner) if not exact or name == key]
    if items_of(owner).loose:
        found.append(Alternative(OPAQUE, NOTHING_KNOWN))
    certain = exact and len(found) == 1 and not items_of(owner).loose
    return choose(found) if certain else choose([*found, Alternative(NULL, NOTHING_KNOWN)])


def _set(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    append(run, owner, list_of(*arguments.plain))
    return owner


def _has(run: Run, owner: ListValue, arguments: Arguments) -> Value:
    """Of a map, whether it has the key; of a set, the element."""
    names = [name for name, _ in _pairs(owner)]
    held = items_of(owner)
    keys = ListValue({"items": Items(tuple(map(Item, names)), held.loose)}) if len(names) == len(held.items) else owner
    return choose(
        Alternative(contains(run, keys, one.value, arguments.line), one.facts) for one in alternatives(shared.first(arguments))
    )


def _private(run: Run, arguments: Arguments) -> Value:
    """What TypeScript makes of `this.#name`: a read of a map whose keys are the instances."""
    this, held = shared.first(arguments), shared.first(arguments, 1)
    inner = Arguments(plain=[this], named={}, keywords=[], line=arguments.line)
    return _get(run, held, inner) if isinstance(held, ListValue) else OPAQUE


def _set_private(run: Run, arguments: Arguments) -> Value:
    this, held, value = (shared.first(arguments, position) for position in range(3))
    if isinstance(held, ListValue):
        append(run, held, list_of(this, value))
    return value


MAP_NATIVES: dict[str, NativeCall] = {
    **rows("Map WeakMap", _map),
    **rows("__classPrivateFieldGet tslib.__classPrivateFieldGet", _private),
    **rows("__classPrivateFieldSet tslib.__classPrivateFieldSet", _set_private),
}
MAP_METHODS: dict[str, ListMethod] = {"get": _get, "set": _set, "has": _has}
