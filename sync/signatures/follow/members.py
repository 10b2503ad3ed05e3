"""Attributes: of modules, instances, classes, functions, and of values whose attributes are keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.reading import (
    ANY,
    UNDER,
    constant_keys,
    element,
    hard,
    hint_use,
    instead,
    look_up,
    on_event,
    read_key,
    run_getter,
    soft,
)
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import size
from sync.signatures.follow.values import (
    ABSENT,
    NULL,
    OPAQUE,
    Alternative,
    Bound,
    ClassValue,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    KeysOf,
    ListValue,
    ModuleValue,
    Raw,
    Record,
    Value,
)


def member(run: Run, owner: Value, name: str, line: int) -> Value:
    """`owner.name`."""
    if not run.dialect.null_reads:
        owner = run.solid(owner, "AttributeError")
    return run.each_of(owner, lambda one: _member_one(run, one, name, line))


def _member_one(run: Run, owner: Value, name: str, line: int) -> Value:
    take = MEMBERS.get(type(owner))
    return take(run, owner, name, line) if take is not None else Bound(owner, name)


def _external_member(run: Run, owner: External, name: str, line: int) -> Value:
    del line
    known = owner.path == run.dialect.environment and name in run.environment
    return Const(run.environment[name]) if known else External(f"{owner.path}.{name}")


def _raw_member(run: Run, owner: Raw, name: str, line: int) -> Value:
    """An event that was never parsed is taken for its content, as local tests pass it."""
    dialect = run.dialect
    known = name in dialect.raw_methods or name in dialect.object_methods
    return Bound(owner, name) if dialect.attributes or known else read_key(run, owner, name, "attribute", line)


def _sized_member(run: Run, owner: Value, name: str, line: int) -> Value:
    del run, line
    return size(owner) if name == "length" else Bound(owner, name)


def _module_member(run: Run, module: ModuleValue, name: str, line: int) -> Value:
    """A name of a module of the package."""
    del run, line
    return module.scope.slots.get(name, OPAQUE)


def _field_member(run: Run, owner: Field | Derived, name: str, line: int) -> Value:
    del line
    dialect = run.dialect
    known = name in dialect.text_methods or name in dialect.sequence_methods or name in dialect.object_methods
    if dialect.attributes or known:
        return Bound(owner, name)
    if name != "length":
        hint_use(run, owner, "object")
    return Derived(owner.key, "integer" if name == "length" else None, inner=True)


def _record_member(run: Run, owner: Record, name: str, line: int) -> Value:
    dialect = run.dialect
    if owner.of is not None:
        return _instance_member(run, owner, name, line)
    if name in owner.slots and not dialect.attributes:
        return run_getter(run, bind(soft(run, look_up(run, owner, name, "attribute", line)), owner), owner, line)
    if dialect.attributes or name in dialect.object_methods:
        return Bound(owner, name)
    return bind(read_key(run, owner, name, "attribute", line), owner)


def _instance_member(run: Run, owner: Record, name: str, line: int) -> Value:
    """An attribute of an instance: its own, else of its class, else of what lies beneath it."""
    own = owner.slots.get(name, ABSENT)
    if own is not ABSENT and not any(one.value is ABSENT for one in alternatives(own)):
        return run_getter(run, bind(own, owner), owner, line)
    found = class_attribute(owner.of, name) if owner.of is not None else ABSENT
    if found is not ABSENT:
        return run_getter(run, bind(instead(own, found), owner), owner, line)
    if owner.beneath and name not in run.dialect.object_methods:
        return (
            hard(run, look_up(run, owner, name, "attribute", line), "AttributeError")
            if run.dialect.attributes
            else soft(run, look_up(run, owner, name, "attribute", line))
        )
    return instead(own, Bound(owner, name))


def class_attribute(of: Value, name: str) -> Value:
    """A method or attribute of a class, through its parents; for a constructor function through its prototype."""
    if isinstance(of, ClassValue):
        if name in of.slots:
            return of.slots[name]
        found = (class_attribute(parent, name) for parent in of.parents)
        return next((one for one in found if one is not ABSENT), ABSENT)
    if isinstance(of, FunctionValue):
        prototype = of.slots.get("prototype")
        return prototype.slots.get(name, ABSENT) if isinstance(prototype, Record) else ABSENT
    return ABSENT


def bind(value: Value, this: Value) -> Value:
    """A function taken from an object knows the object."""
    if isinstance(value, FunctionValue) and not value.function.arrow and value.this is None:
        return FunctionValue(value.function, value.scope, value.file, value.slots, this, value.owner)
    return value


def class_member(run: Run, owner: FunctionValue | ClassValue, name: str, line: int) -> Value:
    """A static attribute, a class attribute, or a property kept on a function."""
    if isinstance(owner, FunctionValue):
        if name == "prototype" and name not in owner.slots:
            run.set(owner.slots, name, Record())
        found = owner.slots.get(name, ABSENT)
    else:
        found = class_attribute(owner, name)
    if found is ABSENT:
        return Bound(owner, name)
    return run_getter(run, found, owner, line)


def subscript(run: Run, owner: Value, key: Value, line: int) -> Value:
    """`owner[key]`."""
    if not run.dialect.null_reads:
        owner = run.solid(owner)
    keys = constant_keys(key)
    return run.each_of(owner, lambda one: _subscript_one(run, one, key, keys, line))


def _subscript_one(run: Run, owner: Value, key: Value, keys: list[Alternative] | None, line: int) -> Value:
    match owner:
        case Record() | Raw():
            return _record_subscript(run, owner, keys, line)
        case ListValue():
            return element(owner, key)
        case Const(value=None):
            return NULL
        case Field() | Derived():
            if keys and isinstance(keys[0].value, Const) and isinstance(keys[0].value.value, str):
                hint_use(run, owner, "object")
            return Derived(owner.key, inner=True)
        case External() if keys:
            return member(run, owner, str(_text(keys[0].value)), line)
        case FunctionValue() | ClassValue() | ModuleValue() if keys:
            return member(run, owner, str(_text(keys[0].value)), line)
        case _:
            return OPAQUE


def _record_subscript(run: Run, owner: Record | Raw, keys: list[Alternative] | None, line: int) -> Value:
    if keys is None:
        if on_event(owner):
            run.escape("computed-key", line, "a key that is not a constant")
        return _any_of(owner)
    return run.each_of(choose(keys), lambda one: read_key(run, owner, _text(one), "subscript", line))


def _any_of(owner: Record | Raw) -> Value:
    """What some unknown key of an object holds: a table of functions is called through one."""
    held = [value for key, value in owner.slots.items() if not key.startswith("\0")] if isinstance(owner, Record) else []
    if not held or isinstance(owner, Raw):
        return OPAQUE
    rest = [] if not owner.beneath and UNDER not in owner.slots and ANY not in owner.slots else [OPAQUE]
    return choose(Alternative(value, frozenset()) for value in (*held, NULL, *rest))


def _text(value: Value) -> str:
    return str(value.value) if isinstance(value, Const) else ""


MEMBERS: Mapping[type, Callable[[Run, Any, str, int], Value]] = {
    Record: _record_member,
    External: _external_member,
    ModuleValue: _module_member,
    Raw: _raw_member,
    Field: _field_member,
    Derived: _field_member,
    ListValue: _sized_member,
    Const: _sized_member,
    KeysOf: _sized_member,
    FunctionValue: class_member,
    ClassValue: class_member,
}
