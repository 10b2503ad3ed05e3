"""JavaScript: what `Object`, `Reflect` and lodash do with an object."""

from __future__ import annotations

from collections.abc import Callable

from sync.signatures.interpreter.calls import get
from sync.signatures.interpreter.classes import hint
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.members import member
from sync.signatures.interpreter.observations import USED
from sync.signatures.interpreter.places import copied, holds_event, look_up, merge_into, on_event, read_key, soft, write
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import boolean, truth
from sync.signatures.interpreter.union import alternatives, cells, map_union, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    GONE,
    NULL,
    OPAQUE,
    TEXT,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    Derived,
    Field,
    FunctionValue,
    Getter,
    Item,
    Items,
    ListValue,
    Raw,
    Record,
    Value,
    same_text,
)
from sync.signatures.library_models import shared


def _assign(state: State, arguments: Arguments) -> Value:
    """`Object.assign(target, …sources)`."""
    target = shared.first(arguments)
    for source in arguments.plain[1:]:
        for one in alternatives(target):
            if isinstance(one.value, Record):
                merge_into(state, one.value, source)
            elif holds_event(source):
                state.escape("stored", arguments.line, "Object.assign into something unknown")
    return target


def _defaults(_state: State, arguments: Arguments) -> Value:
    """`_.defaults(target, …sources)`: the first that has a key wins."""
    return Record(beneath=tuple(reversed([value for value in arguments.plain if value != NULL])))


def _keys(state: State, arguments: Arguments) -> Value:
    value = shared.first(arguments)
    if isinstance(value, ListValue | Record):
        return shared.keys(state, value, arguments.line)
    if holds_event(value):
        state.escape("enumerated", arguments.line, "whatever keys there are")
    return OPAQUE


def _values(state: State, arguments: Arguments) -> Value:
    return _walked(state, arguments, shared.values_of)


def _entries(state: State, arguments: Arguments) -> Value:
    return _walked(state, arguments, shared.pairs_of)


def _walked(state: State, arguments: Arguments, known: Callable[[Record], Value]) -> Value:
    value = shared.first(arguments)
    if isinstance(value, Record):
        if on_event(value):
            pairs = shared.pairs_of_event(state, value, arguments.line)
            return pairs if arguments.path == "Object.entries" else OPAQUE
        return known(value)
    if holds_event(value):
        state.escape("enumerated", arguments.line, "whatever keys there are")
    return OPAQUE


def _created(_state: State, arguments: Arguments) -> Value:
    """`Object.create(prototype)`."""
    value = shared.first(arguments)
    return Record(beneath=() if value == NULL else (value,))


def _inherits(state: State, arguments: Arguments) -> Value:
    """`util.inherits(Child, Parent)`: what the parent's prototype has, the child's has too."""
    child, parent = (
        member(state, one, "prototype", arguments.line) for one in (shared.first(arguments), shared.first(arguments, 1))
    )
    if isinstance(child, Record) and child is not parent:
        child.beneath = (*child.beneath, parent)
    return NULL


def _has_own(state: State, arguments: Arguments) -> Value:
    """`Object.prototype.hasOwnProperty.call(event, key)`, `Object.hasOwn`, `Reflect.has`."""
    return shared.has_key(state, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _reflect_get(state: State, arguments: Arguments) -> Value:
    owner, name = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(owner, Record | Raw) and isinstance(name, Const):
        return read_key(state, owner, str(name.value), "get", arguments.line)
    return unknown_call(state, arguments.every(), "Reflect.get", arguments.line, "reflection")


def _define_property(state: State, arguments: Arguments) -> Value:
    target, name, description = (shared.first(arguments, position) for position in range(3))
    if isinstance(name, Const) and isinstance(description, Record):
        getter, value = description.slots.get("get"), description.slots.get("value")
        held = Getter(getter) if getter is not None else value if value is not None else NULL
        write(state, target, str(name.value), held, arguments.line)
    return target


def _decorated(state: State, arguments: Arguments) -> Value:
    """`__decorate([first, second], target, key)`: what TypeScript makes of decorators; the last one runs first."""
    listed, target, key = (shared.first(arguments, position) for position in range(3))
    name = str(key.value) if isinstance(key, Const) and key != NULL else ""
    held: Value = Record({"value": target.slots.get(name, NULL)}) if name and isinstance(target, Record) else target
    for item in reversed(elements(state, listed, arguments.line).items):
        given = (target, key, held) if name else (held,)
        result = state.call_plain(item.value, *given, line=arguments.line)
        held = result if isinstance(result, Record | ClassValue | FunctionValue) else held
    if name and isinstance(held, Record):
        write(state, target, name, held.slots.get("value", NULL), arguments.line)
    return held


def _pick(state: State, arguments: Arguments) -> Value:
    """`_.pick(event, names)`: only those keys."""
    owner, names = shared.first(arguments), arguments.plain[1:]
    picked = Record(beneath=() if isinstance(owner, Record) else (OPAQUE,))
    for listed in names:
        items = elements(state, listed, arguments.line) if isinstance(listed, ListValue) else Items((Item(listed),))
        unknown = items.loose or any(not isinstance(item.value, Const) for item in items.items)
        for item in items.items:
            if isinstance(item.value, Const) and isinstance(owner, Record):
                picked.slots[str(item.value.value)] = read_key(state, owner, str(item.value.value), "get", arguments.line)
        picked.beneath = (OPAQUE,) if unknown else picked.beneath
        if unknown and holds_event(owner):
            state.escape("computed-key", arguments.line, "picked by unknown names")
    return picked


def _map_values(state: State, arguments: Arguments) -> Value:
    """`_.mapValues(object, function)`: the same keys, each value through the function."""
    value, function = shared.first(arguments), shared.first(arguments, 1)
    if not isinstance(value, Record) or on_event(value):
        return copied(value)
    mapped = {cell.key: state.call_plain(function, cell.value, line=arguments.line) for cell in cells(value)}
    return Record(mapped, value.beneath)


def _text_of(_state: State, arguments: Arguments) -> Value:
    """`_.trim`, `_.toLower`: a text of anything; nothing gives the empty text."""
    value = shared.first(arguments)
    return union_of(
        Alternative(same_text(v) if isinstance(v, Field | Derived) else Const("", implied=True) if v == NULL else TEXT, f)
        for v, f in alternatives(value)
    )


def _lodash_get(state: State, arguments: Arguments) -> Value:
    owner, path = shared.first(arguments), shared.first(arguments, 1)
    if isinstance(owner, Record) and isinstance(path, Const):
        head, _, tail = str(path.value).partition(".")
        if not tail:
            rest = Arguments(plain=[Const(head), *arguments.plain[2:]], named={}, keywords=[], line=arguments.line)
            return get(state, owner, rest)
        value = soft(state, look_up(state, owner, head, "get", arguments.line))
        hint(state, value, "object", USED)
        inner = union_of(Alternative(Derived(head, inner=True) if isinstance(v, Field) else v, f) for v, f in alternatives(value))
        return instead_of_null(inner, shared.first(arguments, 2))
    return unknown_call(state, arguments.every(), "get", arguments.line)


def instead_of_null(value: Value, default: Value) -> Value:
    """The value, or a default where it is null."""
    return map_union(value, lambda one: default if one == NULL else one)


def _null_test(state: State, arguments: Arguments) -> Value:
    """`_.isNil`, `isEmpty`: true of what is missing."""
    yes, no = truth(state, shared.first(arguments))
    return boolean(no, yes)


def _rest(state: State, arguments: Arguments) -> Value:
    """What TypeScript makes of `...rest`: the object without some keys."""
    items = elements(state, shared.first(arguments, 1), arguments.line).items
    taken: dict[str, Value] = {str(item.value.value): GONE for item in items if isinstance(item.value, Const)}
    return Record(taken, (shared.first(arguments),))


def _lodash(name: str) -> str:
    """The paths under which a function of lodash is reached."""
    return f"_.{name} lodash.{name} lodash/{name} lodash.{name}.default underscore.{name} lodash.default.{name}"


OBJECT_NATIVES: dict[str, NativeCall] = {
    **rows(f"Object.assign __assign tslib.__assign {_lodash('merge')} {_lodash('assign')} {_lodash('extend')}", _assign),
    **rows(_lodash("defaults"), _defaults),
    **rows("Object.keys Object.getOwnPropertyNames Reflect.ownKeys", _keys),
    **rows("Object.values", _values),
    **rows("Object.entries", _entries),
    **rows(f"Object.prototype.hasOwnProperty.call Object.hasOwn Reflect.has {_lodash('has')}", _has_own),
    "Object.create": _created,
    **rows("__decorate tslib.__decorate", _decorated),
    **rows("util.inherits inherits __extends tslib.__extends", _inherits),
    **rows("Reflect.get", _reflect_get),
    **rows("Object.defineProperty", _define_property),
    **rows(f"structuredClone {_lodash('cloneDeep')} {_lodash('clone')}", shared.copy),
    **rows(_lodash("pick"), _pick),
    **rows(_lodash("get"), _lodash_get),
    **rows(_lodash("mapValues"), _map_values),
    **rows(" ".join(map(_lodash, ("trim", "toLower", "toUpper", "toString"))), _text_of),
    **rows(f"{_lodash('isNil')} {_lodash('isEmpty')} {_lodash('isUndefined')}", _null_test),
    **rows("__rest tslib.__rest", _rest),
}
