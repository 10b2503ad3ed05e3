"""Attributes: of modules, instances, classes, functions, and of values whose attributes are keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.facts import NOTHING_KNOWN
from sync.signatures.follow.lineage import bind, class_attribute, methods_of, outside_parent
from sync.signatures.follow.magic import ITEM_METHODS, described, own_method
from sync.signatures.follow.reading import (
    FILLED,
    UNDER,
    constant_keys,
    element,
    hard,
    hint_use,
    instead,
    look_up,
    on_event,
    perhaps_filled,
    read_key,
    run_getter,
    soft,
)
from sync.signatures.follow.run import Run
from sync.signatures.follow.tables import any_of, hint_key
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
    Native,
    Raw,
    Record,
    SomeKey,
    Value,
    of_variable,
)

PROMISES = frozenset(("then", "catch", "finally"))  # methods of promises, which are followed as the values they bring

STATUSES: dict[str, int] = {one.name: one.value for one in HTTPStatus}


def member(run: Run, owner: Value, name: str, line: int) -> Value:
    """`owner.name`."""
    promised = name in PROMISES and not run.dialect.attributes  # a promise of nothing is one all the same
    if not run.dialect.null_reads and not promised:
        owner = run.solid(owner, "AttributeError")
    return run.each_of(owner, lambda one: _member_one(run, one, name, line))


def method(run: Run, owner: Value, name: str, line: int) -> Value:
    """`owner.name` where it is called: the method, also where a property has the same name."""
    if not run.dialect.properties:
        return member(run, owner, name, line)
    return run.each_of(run.solid(owner, "Error"), lambda one: _method_one(run, one, name, line))


def _method_one(run: Run, owner: Value, name: str, line: int) -> Value:
    own = class_attribute(owner.of, name) if isinstance(owner, Record) and owner.of is not None else ABSENT
    return bind(own, owner.whole or owner) if isinstance(owner, Record) and own is not ABSENT else member(run, owner, name, line)


def _of_class(run: Run, owner: Record, name: str) -> Value:
    """What the class of an instance has under that name: a property before a method."""
    if owner.of is None:
        return ABSENT
    found = class_attribute(owner.of, run.dialect.properties + name)
    return found if found is not ABSENT else class_attribute(owner.of, name)


def _member_one(run: Run, owner: Value, name: str, line: int) -> Value:
    take = MEMBERS.get(type(owner))
    return take(run, owner, name, line) if take is not None else Bound(owner, name)


def _external_member(run: Run, owner: External, name: str, line: int) -> Value:
    del line
    if owner.path == run.dialect.environment and name in run.environment:
        return of_variable(run.environment[name])
    status = STATUSES.get(name.removeprefix("HTTP_").removeprefix("STATUS_"))
    named = status is not None and (name.startswith("HTTP_") or "status" in owner.path.lower())
    return Const(status) if named else External(f"{owner.path}.{name}")


def _raw_member(run: Run, owner: Raw, name: str, line: int) -> Value:
    """An event that was never parsed is taken for its content, as local tests pass it."""
    dialect = run.dialect
    if owner.text and name == "length":
        return size(owner)
    known = owner.text or name in dialect.raw_methods or name in dialect.object_methods
    return Bound(owner, name) if dialect.attributes or known else read_key(run, owner, name, "attribute", line)


def _sized_member(run: Run, owner: Value, name: str, line: int) -> Value:
    del run, line
    return size(owner) if name == "length" else Bound(owner, name)


def _constant_member(run: Run, owner: Const, name: str, line: int) -> Value:
    """A constant of Python or PHP has no `value`: it is the member of an enumeration, which stands for its value."""
    if name == "value" and not run.dialect.block_scopes and owner != NULL:
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
    return size(owner) if name == "length" else Derived(owner.key, inner=True)


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
    """An attribute of an instance; null is not certain where code outside had the instance, or is a parent of its class."""
    found = _attribute(run, owner, name, line)
    if FILLED in owner.slots or (any(one.value == NULL for one in alternatives(found)) and _has_outside_parent(owner)):
        return perhaps_filled(found)
    return found


def _has_outside_parent(owner: Record) -> bool:
    return isinstance(owner.of, ClassValue) and outside_parent(owner.of) not in {"", *EMITTERS}


def _attribute(run: Run, owner: Record, name: str, line: int) -> Value:
    """An attribute of an instance: its own, else of its class, else of what lies beneath it."""
    whole = owner.whole or owner
    own = owner.slots.get(name, ABSENT)
    if own is not ABSENT and not any(one.value is ABSENT for one in alternatives(own)):
        return run_getter(run, bind(own, whole), whole, line)
    found = described(run, _of_class(run, owner, name), whole, line)
    if found is not ABSENT:
        return run_getter(run, bind(instead(own, found), whole), whole, line)
    if name == OWN_CELLS:
        return Record(owner.slots, owner.beneath)
    magic = next((one for one in MAGIC_ATTRIBUTES if class_attribute(owner.of, one) is not ABSENT), "") if owner.of else ""
    if magic and name not in run.dialect.record_methods and not name.startswith("__"):
        return run.call_plain(member(run, whole, magic, line), Const(name), line=line)
    if (owner.beneath or UNDER in owner.slots) and name not in run.dialect.object_methods:
        return (
            hard(run, look_up(run, owner, name, "attribute", line), "AttributeError")
            if run.dialect.attributes
            else soft(run, look_up(run, owner, name, "attribute", line))
        )
    return _unset(run, own, Bound(owner, name))


def _may_inherit(run: Run, unknown: Bound) -> bool:
    """Whether an instance may have an attribute from a parent outside the package, or as any object has."""
    of = unknown.owner.of if isinstance(unknown.owner, Record) else None
    if not isinstance(of, ClassValue) or unknown.name in {"constructor", *run.dialect.object_methods}:
        return True
    if class_attribute(of, "__call") is not ABSENT:
        return True
    outside = outside_parent(of)
    return bool(outside) and not (outside in EMITTERS and unknown.name not in EMITTER_NAMES)


def _unset(run: Run, own: Value, unknown: Bound) -> Value:
    """An attribute that the class does not have: where it was set on one way only, it is missing on the others."""
    if not any(one.value is not ABSENT for one in alternatives(own)):
        return unknown if run.dialect.attributes or _may_inherit(run, unknown) else NULL
    return hard(run, own, "AttributeError") if run.dialect.attributes else instead(own, NULL)


CLASS_METHOD = "class"  # the native that hands a function the class it was taken from
EMITTERS = frozenset(("events.EventEmitter", "events"))
EMITTER_NAMES = frozenset(
    ("on", "once", "off", "emit", "addListener", "removeListener", "listeners", "listenerCount", "eventNames")
)
OWN_CELLS = "__dict__"  # an instance seen as the mapping of its attributes
MAGIC_ATTRIBUTES = ("__getattr__", "__get")  # methods that stand in for attributes which are not there


def class_member(run: Run, owner: FunctionValue | ClassValue, name: str, line: int) -> Value:
    """A static attribute, a class attribute, or a property kept on a function."""
    if isinstance(owner, FunctionValue):
        if name == "prototype" and name not in owner.slots:
            run.set(owner.slots, name, Record())
        found = owner.slots.get(name, ABSENT)
    elif name == "prototype" and run.dialect.block_scopes:
        return Record(owner.slots)  # the methods themselves, which may be replaced there
    else:
        found = class_attribute(owner, name)
    if found is ABSENT:
        return Bound(owner, name)
    if isinstance(found, Native) and found.name == CLASS_METHOD:
        return Native(CLASS_METHOD, lambda inner, given: found.run(inner, replace(given, this=owner)), found.function)
    static = run.dialect.block_scopes and isinstance(owner, ClassValue)  # `this` in a static method is the class
    return run_getter(run, bind(found, owner) if static else found, owner, line)


def subscript(run: Run, owner: Value, key: Value, line: int) -> Value:
    """`owner[key]`."""
    if not run.dialect.null_reads:
        owner = run.solid(owner)
    return run.each_of(owner, lambda one: _subscript_one(run, one, key, line))


def _subscript_one(run: Run, owner: Value, key: Value, line: int) -> Value:
    own = own_method(run, owner, *ITEM_METHODS)
    if own is not ABSENT:
        return run.call_plain(own, key, line=line)
    match owner:
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


def _under_key(run: Run, owner: Record | Raw, key: Value, line: int) -> Value:
    """One key of an object; one that is not known may be any of them."""
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        if isinstance(owner, Record) and owner.of is not None and class_attribute(owner.of, _text(key)) is not ABSENT:
            return member(run, owner, _text(key), line)
        return _under_name(run, owner, key, line)
    if on_event(owner):
        if not isinstance(key, SomeKey):
            run.escape("computed-key", line, "a key that is not a constant")
        return OPAQUE
    hint_key(run, owner, key)
    found = any_of(run, owner)
    if isinstance(owner, Record) and owner.of is not None:
        found = choose(Alternative(bind(one, owner), NOTHING_KNOWN) for one in (found, *methods_of(owner.of)))
    if run.dialect.strict_keys:
        return hard(run, found, "KeyError")
    return run_getter(run, soft(run, found), owner, line)


def _under_name(run: Run, owner: Record | Raw, key: Const, line: int) -> Value:
    missing = own_method(run, owner, "__missing__")
    if missing is not ABSENT:
        found = look_up(run, owner, _text(key), "subscript", line)
        return run.each_of(found, lambda one: run.call_plain(missing, key, line=line) if one is ABSENT else one)
    if key != NULL or not on_event(owner):
        return read_key(run, owner, _text(key), "subscript", line)
    return hard(run, ABSENT, "KeyError") if run.dialect.strict_keys else NULL


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
