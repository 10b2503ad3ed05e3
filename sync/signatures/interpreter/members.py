"""Attributes: of modules, instances, classes, functions, and of values whose attributes are keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.lineage import (
    ITEM_METHODS,
    bind,
    class_attribute,
    described,
    methods_of,
    outside_parent,
    own_method,
)
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN
from sync.signatures.interpreter.places import (
    FILLED,
    UNDER,
    any_of,
    constant_keys,
    element,
    hard,
    hint_key,
    hint_use,
    instead,
    look_up,
    on_event,
    perhaps_filled,
    read_key,
    run_getter,
    soft,
)
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import size
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import (
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


def member(state: State, owner: Value, name: str, line: int) -> Value:
    """`owner.name`."""
    promised = name in PROMISES and not state.dialect.attributes  # a promise of nothing is one all the same
    if not state.dialect.null_reads and not promised:
        owner = state.solid(owner, "AttributeError")
    return state.each_of(owner, lambda one: _member_one(state, one, name, line))


def method(state: State, owner: Value, name: str, line: int) -> Value:
    """`owner.name` where it is called: the method, also where a property has the same name."""
    if not state.dialect.properties:
        return member(state, owner, name, line)
    return state.each_of(state.solid(owner, "Error"), lambda one: _method_one(state, one, name, line))


def _method_one(state: State, owner: Value, name: str, line: int) -> Value:
    own = class_attribute(owner.of, name) if isinstance(owner, Record) and owner.of is not None else ABSENT
    return bind(own, owner.whole or owner) if isinstance(owner, Record) and own is not ABSENT else member(state, owner, name, line)


def _of_class(state: State, owner: Record, name: str) -> Value:
    """What the class of an instance has under that name: a property before a method."""
    if owner.of is None:
        return ABSENT
    found = class_attribute(owner.of, state.dialect.properties + name)
    return found if found is not ABSENT else class_attribute(owner.of, name)


def _member_one(state: State, owner: Value, name: str, line: int) -> Value:
    take = MEMBERS.get(type(owner))
    return take(state, owner, name, line) if take is not None else Bound(owner, name)


def _external_member(state: State, owner: External, name: str, _line: int) -> Value:
    if owner.path == state.dialect.environment and name in state.environment:
        return of_variable(state.environment[name])
    status = STATUSES.get(name.removeprefix("HTTP_").removeprefix("STATUS_"))
    named = status is not None and (name.startswith("HTTP_") or "status" in owner.path.lower())
    return Const(status) if named else External(f"{owner.path}.{name}")


def _raw_member(state: State, owner: Raw, name: str, line: int) -> Value:
    """An event that was never parsed is taken for its content, as local tests pass it."""
    dialect = state.dialect
    if owner.text and name == "length":
        return size(owner)
    known = owner.text or name in dialect.raw_methods or name in dialect.object_methods
    return Bound(owner, name) if dialect.attributes or known else read_key(state, owner, name, "attribute", line)


def _sized_member(_state: State, owner: Value, name: str, _line: int) -> Value:
    return size(owner) if name == "length" else Bound(owner, name)


def _constant_member(state: State, owner: Const, name: str, line: int) -> Value:
    """A constant of Python or PHP has no `value`: it is the member of an enumeration, which stands for its value."""
    if name == "value" and not state.dialect.block_scopes and owner != NULL:
        return owner
    return _sized_member(state, owner, name, line)


def _field_member(state: State, owner: Field | Derived, name: str, _line: int) -> Value:
    dialect = state.dialect
    many = (dialect.text_methods, dialect.sequence_methods, dialect.object_methods, dialect.either_methods)
    if dialect.attributes or any(name in one for one in many):
        return Bound(owner, name)
    if name == "length":
        return size(owner)
    hint_use(state, owner, "object")
    return Derived(owner.key, inner=True)


def _record_member(state: State, owner: Record, name: str, line: int) -> Value:
    dialect = state.dialect
    if owner.of is not None:
        return _instance_member(state, owner, name, line)
    if name in owner.slots and not dialect.attributes:
        return run_getter(state, bind(soft(state, look_up(state, owner, name, "attribute", line)), owner), owner, line)
    if dialect.attributes or name in dialect.object_methods:
        return Bound(owner, name)
    return bind(read_key(state, owner, name, "attribute", line), owner)


def _instance_member(state: State, owner: Record, name: str, line: int) -> Value:
    """An attribute of an instance; null is not certain where code outside had the instance, or is a parent of its class."""
    found = _attribute(state, owner, name, line)
    null = any(one.value == NULL for one in alternatives(found))
    unsure = null and isinstance(owner.of, ClassValue) and outside_parent(owner.of) not in {"", *EMITTERS}
    return perhaps_filled(found) if FILLED in owner.slots or unsure else found


def _attribute(state: State, owner: Record, name: str, line: int) -> Value:
    """An attribute of an instance: its own, else of its class, else of what lies beneath it."""
    whole = owner.whole or owner
    own = owner.slots.get(name, ABSENT)
    if own is not ABSENT and not any(one.value is ABSENT for one in alternatives(own)):
        return run_getter(state, bind(own, whole), whole, line)
    found = described(state, _of_class(state, owner, name), whole, line)
    if found is not ABSENT:
        return run_getter(state, bind(instead(own, found), whole), whole, line)
    if name == OWN_CELLS:
        return Record(owner.slots, owner.beneath)
    magic = next((one for one in MAGIC_ATTRIBUTES if class_attribute(owner.of, one) is not ABSENT), "") if owner.of else ""
    if magic and name not in state.dialect.record_methods and not name.startswith("__"):
        return state.call_plain(member(state, whole, magic, line), Const(name), line=line)
    if (owner.beneath or UNDER in owner.slots) and name not in state.dialect.object_methods:
        found = look_up(state, owner, name, "attribute", line)
        return hard(state, found, "AttributeError") if state.dialect.attributes else soft(state, found)
    return _unset(state, own, Bound(owner, name))


def _may_inherit(state: State, unknown: Bound) -> bool:
    """Whether an instance may have an attribute from a parent outside the package, or as any object has."""
    of = unknown.owner.of if isinstance(unknown.owner, Record) else None
    if not isinstance(of, ClassValue) or unknown.name in {"constructor", *state.dialect.object_methods}:
        return True
    if class_attribute(of, "__call") is not ABSENT:
        return True
    outside = outside_parent(of)
    return bool(outside) and not (outside in EMITTERS and unknown.name not in EMITTER_NAMES)


def _unset(state: State, own: Value, unknown: Bound) -> Value:
    """An attribute that the class does not have: where it was set on one way only, it is missing on the others."""
    if not any(one.value is not ABSENT for one in alternatives(own)):
        return unknown if state.dialect.attributes or _may_inherit(state, unknown) else NULL
    return hard(state, own, "AttributeError") if state.dialect.attributes else instead(own, NULL)


CLASS_METHOD = "class"  # the native that hands a function the class it was taken from
EMITTERS = frozenset(("events.EventEmitter", "events"))
EMITTER_NAMES = names("on once off emit addListener removeListener listeners listenerCount eventNames")
OWN_CELLS = "__dict__"  # an instance seen as the mapping of its attributes
MAGIC_ATTRIBUTES = ("__getattr__", "__get")  # methods that stand in for attributes which are not there


def class_member(state: State, owner: FunctionValue | ClassValue, name: str, line: int) -> Value:
    """A static attribute, a class attribute, or a property kept on a function."""
    if isinstance(owner, FunctionValue):
        if name == "prototype" and name not in owner.slots:
            state.heap.set(owner.slots, name, Record())
        found = owner.slots.get(name, ABSENT)
    elif name == "prototype" and state.dialect.block_scopes:
        return Record(owner.slots)  # the methods themselves, which may be replaced there
    else:
        found = class_attribute(owner, name)
    if found is ABSENT:
        return Bound(owner, name)
    if isinstance(found, Native) and found.name == CLASS_METHOD:
        return Native(CLASS_METHOD, lambda inner, given: found.run(inner, replace(given, this=owner)), found.function)
    static = state.dialect.block_scopes and isinstance(owner, ClassValue)  # `this` in a static method is the class
    return run_getter(state, bind(found, owner) if static else found, owner, line)


def subscript(state: State, owner: Value, key: Value, line: int) -> Value:
    """`owner[key]`."""
    if not state.dialect.null_reads:
        owner = state.solid(owner)
    return state.each_of(owner, lambda one: _subscript_one(state, one, key, line))


def _subscript_one(state: State, owner: Value, key: Value, line: int) -> Value:
    own = own_method(state, owner, *ITEM_METHODS)
    if own is not ABSENT:
        return state.call_plain(own, key, line=line)
    match owner:
        case Record() | Raw():
            return state.each_of(key, lambda one: _under_key(state, owner, one, line))
        case ListValue():
            return element(owner, key)
        case Const(value=None):
            return NULL
        case Field() | Derived():
            if any(isinstance(one.value, Const) and isinstance(one.value.value, str) for one in alternatives(key)):
                hint_use(state, owner, "object")
            return Derived(owner.key, inner=True)
        case External() | FunctionValue() | ClassValue() | ModuleValue() if constant_keys(key):
            return state.each_of(key, lambda one: member(state, owner, _text(one), line))
        case _:
            return OPAQUE


def _under_key(state: State, owner: Record | Raw, key: Value, line: int) -> Value:
    """One key of an object; one that is not known may be any of them."""
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        if isinstance(owner, Record) and owner.of is not None and class_attribute(owner.of, _text(key)) is not ABSENT:
            return member(state, owner, _text(key), line)
        return _under_name(state, owner, key, line)
    if on_event(owner):
        if not isinstance(key, SomeKey):
            state.escape("computed-key", line, "a key that is not a constant")
        return OPAQUE
    hint_key(state, owner, key)
    found = any_of(state, owner)
    if isinstance(owner, Record) and owner.of is not None:
        found = union_of(Alternative(bind(one, owner), NOTHING_KNOWN) for one in (found, *methods_of(owner.of)))
    if state.dialect.strict_keys:
        return hard(state, found, "KeyError")
    return run_getter(state, soft(state, found), owner, line)


def _under_name(state: State, owner: Record | Raw, key: Const, line: int) -> Value:
    missing = own_method(state, owner, "__missing__")
    if missing is not ABSENT:
        found = look_up(state, owner, _text(key), "subscript", line)
        return state.each_of(found, lambda one: state.call_plain(missing, key, line=line) if one is ABSENT else one)
    if key != NULL or not on_event(owner):
        return read_key(state, owner, _text(key), "subscript", line)
    return hard(state, ABSENT, "KeyError") if state.dialect.strict_keys else NULL


def _text(value: Value) -> str:
    return str(value.value) if isinstance(value, Const) else ""


MEMBERS: Mapping[type, Callable[[State, Any, str, int], Value]] = {
    Record: _record_member,
    External: _external_member,
    ModuleValue: lambda _state, module, name, _line: module.scope.slots.get(name, OPAQUE),
    Raw: _raw_member,
    Field: _field_member,
    Derived: _field_member,
    ListValue: _sized_member,
    Const: _constant_member,
    KeysOf: _sized_member,
    FunctionValue: class_member,
    ClassValue: class_member,
}
