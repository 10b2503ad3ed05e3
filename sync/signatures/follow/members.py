"""Attributes: of modules, instances, classes, functions, and of values whose attributes are keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.facts import NOTHING_KNOWN
from sync.signatures.follow.reading import (
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
from sync.signatures.follow.tables import any_of
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
    SomeKey,
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


def _constant_member(run: Run, owner: Const, name: str, line: int) -> Value:
    """A constant of Python has no `value`: it is the member of an enumeration, which stands for its value."""
    if name == "value" and run.dialect.attributes and owner != NULL:
        return owner
    return _sized_member(run, owner, name, line)


def _module_member(run: Run, module: ModuleValue, name: str, line: int) -> Value:
    """A name of a module of the package."""
    del run, line
    return module.scope.slots.get(name, OPAQUE)


def _field_member(run: Run, owner: Field | Derived, name: str, line: int) -> Value:
    del line
    dialect = run.dialect
    many = (dialect.text_methods, dialect.sequence_methods, dialect.object_methods, dialect.either_methods)
    known = any(name in one for one in many)
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
    whole = owner.whole or owner
    own = owner.slots.get(name, ABSENT)
    if own is not ABSENT and not any(one.value is ABSENT for one in alternatives(own)):
        return run_getter(run, bind(own, whole), whole, line)
    found = class_attribute(owner.of, name) if owner.of is not None else ABSENT
    if found is not ABSENT:
        return run_getter(run, bind(instead(own, found), whole), whole, line)
    magic = next((one for one in MAGIC_ATTRIBUTES if class_attribute(owner.of, one) is not ABSENT), "") if owner.of else ""
    if magic and name not in run.dialect.record_methods and not name.startswith("__"):
        return run.call_plain(member(run, whole, magic, line), Const(name), line=line)
    if owner.beneath and name not in run.dialect.object_methods:
        return (
            hard(run, look_up(run, owner, name, "attribute", line), "AttributeError")
            if run.dialect.attributes
            else soft(run, look_up(run, owner, name, "attribute", line))
        )
    return instead(own, Bound(owner, name))


MAGIC_ATTRIBUTES = ("__getattr__", "__get")  # methods that stand in for attributes which are not there
MAGIC_ITEMS = ("__getitem__", "offsetGet")  # methods that stand in for subscripts


def class_attribute(of: Value, name: str) -> Value:
    """A method or attribute of a class, through its parents; for a constructor function through its prototype."""
    if isinstance(of, ClassValue):
        return next((one.slots[name] for one in lineage(of) if name in one.slots), ABSENT)
    if isinstance(of, FunctionValue):
        prototype = of.slots.get("prototype")
        return prototype.slots.get(name, ABSENT) if isinstance(prototype, Record) else ABSENT
    return ABSENT


def lineage(of: ClassValue) -> list[ClassValue]:
    """A class and its parents of the package, in the order in which an attribute is looked for."""
    if not of.line:
        found = [of, *(one for parent in of.parents if isinstance(parent, ClassValue) for one in lineage(parent))]
        of.line = [one for place, one in enumerate(found) if one not in found[place + 1 :]]
    return of.line


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
    return run.each_of(owner, lambda one: _subscript_one(run, one, key, line))


def _subscript_one(run: Run, owner: Value, key: Value, line: int) -> Value:
    match owner:
        case Record() if _own_items(run, owner):
            return run.call_plain(member(run, owner, _own_items(run, owner), line), key, line=line)
        case Record() | Raw():
            return run.each_of(key, lambda one: _under_key(run, owner, one, line))
        case ListValue():
            return element(owner, key)
        case Const(value=None):
            return NULL
        case Field() | Derived():
            if any(isinstance(one.value, Const) and isinstance(one.value.value, str) for one in alternatives(key)):
                hint_use(run, owner, "object")
            return Derived(owner.key, inner=True)
        case External() | FunctionValue() | ClassValue() | ModuleValue() if constant_keys(key):
            return run.each_of(key, lambda one: member(run, owner, _text(one), line))
        case _:
            return OPAQUE


def _own_items(run: Run, owner: Record) -> str:
    """The method of its class that answers subscripts, unless we stand in it; '' for none."""
    of = owner.of
    found = next((one for one in MAGIC_ITEMS if class_attribute(of, one) is not ABSENT), "") if of is not None else ""
    entered = any(frame.value is not None and frame.value.function.name == found for frame in run.frames)
    return "" if entered else found


def _under_key(run: Run, owner: Record | Raw, key: Value, line: int) -> Value:
    """One key of an object; one that is not known may be any of them."""
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        if isinstance(owner, Record) and owner.of is not None and class_attribute(owner.of, _text(key)) is not ABSENT:
            return member(run, owner, _text(key), line)
        if key != NULL or not on_event(owner):
            return read_key(run, owner, _text(key), "subscript", line)
        return hard(run, ABSENT, "KeyError") if run.dialect.strict_keys else NULL
    if on_event(owner):
        if not isinstance(key, SomeKey):
            run.escape("computed-key", line, "a key that is not a constant")
        return OPAQUE
    found = any_of(run, owner)
    if isinstance(owner, Record) and owner.of is not None:
        found = choose(Alternative(bind(one, owner), NOTHING_KNOWN) for one in (found, *methods_of(owner.of)))
    if run.dialect.strict_keys:
        return hard(run, found, "KeyError")
    return run_getter(run, soft(run, found), owner, line)


def methods_of(of: Value) -> list[Value]:
    """Everything a class and its parents offer under some name."""
    if not isinstance(of, ClassValue):
        return []
    return [held for one in lineage(of) for held in one.slots.values()]


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
    Const: _constant_member,
    KeysOf: _sized_member,
    FunctionValue: class_member,
    ClassValue: class_member,
}
