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
from sync.signatures.interpreter.union import alternatives, cells, map_union
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    GONE,
    NULL,
    OPAQUE,
    TEXT,
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
from sync.signatures.library_models.shared import first


def _assign(state: State, arguments: Arguments) -> Value:
    """`Object.assign(target, …sources)`."""
    target = first(arguments)
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


def _of_object(effect: Callable[[State, Record, int], Value], *, lists: bool = False) -> NativeCall:
    """What is made of an object's keys. `lists`: of a list it has nothing to do with what the elements are."""

    def made(state: State, value: Value, line: int) -> Value:
        if isinstance(value, Record):
            return effect(state, value, line)
        if holds_event(value) and not (lists and isinstance(value, ListValue)):
            state.escape("enumerated", line, "whatever keys there are")
        return OPAQUE

    return shared.of(made, 0)


def _inherits(state: State, made: Value, above: Value, line: int) -> Value:
    """`util.inherits(Child, Parent)`: what the parent's prototype has, the child's has too."""
    child, parent = (member(state, one, "prototype", line) for one in (made, above))
    if isinstance(child, Record) and child is not parent:
        child.beneath = (*child.beneath, parent)
    return NULL


def _reflect_get(state: State, arguments: Arguments) -> Value:
    owner, name = first(arguments), first(arguments, 1)
    if isinstance(owner, Record | Raw) and isinstance(name, Const):
        return read_key(state, owner, str(name.value), "get", arguments.line)
    return unknown_call(state, arguments.every(), "Reflect.get", arguments.line, "reflection")


def _define_property(state: State, target: Value, name: Value, description: Value, line: int) -> Value:
    if isinstance(name, Const) and isinstance(description, Record):
        getter, value = description.slots.get("get"), description.slots.get("value")
        held = Getter(getter) if getter is not None else value if value is not None else NULL
        write(state, target, str(name.value), held, line)
    return target


def _decorated(state: State, listed: Value, target: Value, key: Value, line: int) -> Value:
    """`__decorate([first, second], target, key)`: what TypeScript makes of decorators; the last one runs first."""
    name = str(key.value) if isinstance(key, Const) and key != NULL else ""
    held: Value = Record({"value": target.slots.get(name, NULL)}) if name and isinstance(target, Record) else target
    for item in reversed(elements(state, listed, line).items):
        given = (target, key, held) if name else (held,)
        result = state.call_plain(item.value, *given, line=line)
        held = result if isinstance(result, Record | ClassValue | FunctionValue) else held
    if name and isinstance(held, Record):
        write(state, target, name, held.slots.get("value", NULL), line)
    return held


def _pick(state: State, arguments: Arguments) -> Value:
    """`_.pick(event, names)`: only those keys."""
    owner, names = first(arguments), arguments.plain[1:]
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


def _map_values(state: State, value: Value, function: Value, line: int) -> Value:
    """`_.mapValues(object, function)`: the same keys, each value through the function."""
    if not isinstance(value, Record) or on_event(value):
        return copied(value)
    return Record({cell.key: state.call_plain(function, cell.value, line=line) for cell in cells(value)}, value.beneath)


def _text_of(value: Value) -> Value:
    """`_.trim`, `_.toLower`: a text of anything; nothing gives the empty text."""
    if isinstance(value, Field | Derived):
        return same_text(value)
    return Const("", implied=True) if value == NULL else TEXT


def _lodash_get(state: State, arguments: Arguments) -> Value:
    owner, path = first(arguments), first(arguments, 1)
    if isinstance(owner, Record) and isinstance(path, Const):
        head, _, tail = str(path.value).partition(".")
        if not tail:
            rest = Arguments(plain=[Const(head), *arguments.plain[2:]], named={}, keywords=[], line=arguments.line)
            return get(state, owner, rest)
        value = soft(state, look_up(state, owner, head, "get", arguments.line))
        hint(state, value, "object", USED)
        inner = map_union(value, lambda one: Derived(head, inner=True) if isinstance(one, Field) else one)
        return map_union(inner, lambda one: first(arguments, 2) if one == NULL else one)
    return unknown_call(state, arguments.every(), "get", arguments.line)


def _null_test(state: State, value: Value, _line: int) -> Value:
    """`_.isNil`, `isEmpty`: true of what is missing."""
    yes, no = truth(state, value)
    return boolean(no, yes)


def _rest(state: State, value: Value, listed: Value, line: int) -> Value:
    """What TypeScript makes of `...rest`: the object without some keys."""
    items = elements(state, listed, line).items
    return Record({str(item.value.value): GONE for item in items if isinstance(item.value, Const)}, (value,))


def _lodash(name: str) -> str:
    """The paths under which a function of lodash is reached."""
    return f"_.{name} lodash.{name} lodash/{name} lodash.{name}.default underscore.{name} lodash.default.{name}"


OBJECT_NATIVES: dict[str, NativeCall] = {
    **rows(f"Object.assign __assign tslib.__assign {_lodash('merge')} {_lodash('assign')} {_lodash('extend')}", _assign),
    **rows(_lodash("defaults"), _defaults),
    **rows("Object.keys Object.getOwnPropertyNames Reflect.ownKeys", _of_object(shared.keys, lists=True)),
    "Object.values": _of_object(shared.values),
    "Object.entries": _of_object(shared.pairs),
    **rows(f"Object.prototype.hasOwnProperty.call Object.hasOwn Reflect.has {_lodash('has')}", shared.of(shared.has_key, 0, 1)),
    # `Object.create(prototype)`
    "Object.create": lambda _state, given: Record(beneath=() if first(given) == NULL else (first(given),)),
    **rows("__decorate tslib.__decorate", shared.of(_decorated, 0, 1, 2)),
    **rows("util.inherits inherits __extends tslib.__extends", shared.of(_inherits, 0, 1)),
    "Reflect.get": _reflect_get,
    "Object.defineProperty": shared.of(_define_property, 0, 1, 2),
    **rows(f"structuredClone {_lodash('cloneDeep')} {_lodash('clone')}", shared.each(copied)),
    **rows(_lodash("pick"), _pick),
    **rows(_lodash("get"), _lodash_get),
    **rows(_lodash("mapValues"), shared.of(_map_values, 0, 1)),
    **rows(" ".join(map(_lodash, ("trim", "toLower", "toUpper", "toString"))), shared.each(_text_of)),
    **rows(f"{_lodash('isNil')} {_lodash('isEmpty')} {_lodash('isUndefined')}", shared.of(_null_test, 0)),
    **rows("__rest tslib.__rest", shared.of(_rest, 0, 1)),
}
