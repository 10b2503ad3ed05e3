"""Methods called on values: of the event and what lies on it, of lists, texts, functions, and of things nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures.interpreter.lineage import bind, class_attribute
from sync.signatures.interpreter.loops import keys_of
from sync.signatures.interpreter.magic import ITEM_METHODS, attempted, own_method
from sync.signatures.interpreter.members import PROMISES
from sync.signatures.interpreter.operators import all_there
from sync.signatures.interpreter.reading import hint_use, holds_event, is_there, look_up, on_event, soft
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.tables import any_of, hint_key
from sync.signatures.interpreter.texts import SAME_TEXT, text_method
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import REFUSED, maybe_called, unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    RAW,
    RAW_TEXT,
    Alternative,
    Arguments,
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
    Opaque,
    Raw,
    Record,
    SomeKey,
    UnionValue,
    Value,
    Wrapped,
    derived,
    same_text,
)
from sync.signatures.interpreter.writing import list_of

MAGIC_METHODS = ("__call",)  # methods that stand in for methods which are not there
TAKEN_APART = {"match", "matchAll", "split", "partition", "rsplit"}  # methods that give parts of a text
ANY_VALUE = {"toString", "valueOf", "toLocaleString"}  # methods of every value


def call_method(state: State, owner: Value, name: str, arguments: Arguments) -> Value:
    """`owner.name(arguments)`, for an owner whose `name` is not a function of the package."""
    if name in PROMISES and not state.dialect.attributes:
        return _promise(state, owner, name, arguments)
    if name == "call" and isinstance(owner, Bound) and arguments.plain:
        rest = Arguments(plain=arguments.plain[1:], named={}, keywords=[], line=arguments.line)
        return call_method(state, arguments.plain[0], owner.name, rest)
    if isinstance(owner, UnionValue):
        return state.each_of(state.solid(owner, "AttributeError"), lambda one: call_method(state, one, name, arguments))
    follow = METHODS.get(type(owner))
    if follow is not None:
        return follow(state, owner, name, arguments)
    path = _path(owner, name)
    native = state.dialect.natives.get(path)
    if native is not None:
        arguments.path = path
        return native(state, arguments)
    result = unknown_call(state, arguments.every(), path, arguments.line)
    if owner == REFUSED and isinstance(result, Opaque):
        return REFUSED  # `response.status(400).json(…)`
    textual = isinstance(owner, Opaque) and name in state.dialect.text_results
    return Opaque("string", path) if textual and result == Opaque(made_by=path) else result


def _path(owner: Value, name: str) -> str:
    match owner:
        case Opaque():
            return f"{owner.made_by}.{name}"
        case Bound():
            return f"{_path(owner.owner, owner.name)}.{name}"
        case External():
            return f"{owner.path}.{name}"
        case ModuleValue():
            return f"{owner.name}.{name}"
        case _:
            return name


def _promise(state: State, owner: Value, name: str, arguments: Arguments) -> Value:
    """`then` gets the value; what it returns is the value of the whole. What is for failures may be called."""
    then, caught = (arguments.at(0), arguments.at(1)) if name == "then" else (None, arguments.at(0))
    if caught is not None:
        state.frame.handling += 1
        maybe_called(state, caught, arguments.line, *([] if name == "finally" else [OPAQUE]))
        state.frame.handling -= 1
    return owner if then in {None, NULL} else state.call_plain(then, owner, line=arguments.line)


def _record_method(state: State, owner: Record, name: str, arguments: Arguments) -> Value:
    items = own_method(state, owner, *ITEM_METHODS) if name == "get" else ABSENT
    if items is not ABSENT:  # `get` of a mapping asks for the item
        key, default = arguments.at(0, "key") or NULL, arguments.at(1, "default") or NULL
        return attempted(state, "KeyError", lambda: state.call_plain(items, key, line=arguments.line), default)
    method = state.dialect.record_methods.get(name)
    if method is not None:
        return method(state, owner, arguments)
    for magic in () if state.dialect.attributes else MAGIC_METHODS:
        call = own_method(state, owner, magic)
        if call is not ABSENT:
            return state.call_plain(call, Const(name), list_of(*arguments.plain), line=arguments.line)
    own = class_attribute(owner.of, name) if owner.of is not None else ABSENT
    if own is not ABSENT:
        return state.call(bind(own, owner.whole or owner), arguments)
    return unknown_call(state, [owner, *arguments.every()], name, arguments.line)


def _list_method(state: State, owner: ListValue, name: str, arguments: Arguments) -> Value:
    method = state.dialect.list_methods.get(name)
    if method is not None:
        return method(state, owner, arguments)
    for value in arguments.plain:
        if isinstance(value, FunctionValue):
            maybe_called(state, value, arguments.line)
    if any(map(holds_event, arguments.every())) or holds_event(owner):
        state.escape("passed-on", arguments.line, name)
    return OPAQUE


def _keys_method(state: State, owner: KeysOf, name: str, arguments: Arguments) -> Value:
    """Asking the keys for one constant is a test of membership; anything else walks over them."""
    wanted = arguments.at(0)
    if name in {"includes", "has", "indexOf", "__contains__"} and isinstance(wanted, Const):
        found = is_there(state, owner.record, str(wanted.value), arguments.line)
        return found if name != "indexOf" else _position(found)
    if name == "issuperset" and wanted is not None:
        return all_there(state, wanted, owner, arguments.line)
    if name in state.dialect.list_methods:
        return call_method(state, ListValue.of(keys_of(state, owner.record, arguments.line)), name, arguments)
    keys_of(state, owner.record, arguments.line)
    for value in arguments.plain:
        maybe_called(state, value, arguments.line)
    return OPAQUE


def _position(found: Value) -> Value:
    """`indexOf`: -1 when it is not there."""
    return map_union(found, lambda one: Const(1 if one == Const(value=True) else -1))


def _raw_method(state: State, owner: Raw, name: str, arguments: Arguments) -> Value:
    if name in state.dialect.raw_methods:
        return RAW_TEXT if owner.text or not state.dialect.attributes else RAW
    method = state.dialect.record_methods.get(name)
    if method is not None:
        return method(state, state.over, arguments)
    if name in TAKEN_APART or name not in {*state.dialect.text_methods, *state.dialect.either_methods}:
        return unknown_call(state, [owner, *arguments.every()], name, arguments.line)
    return Opaque(state.dialect.text_methods.get(name))


def _field_method(state: State, owner: Field | Derived, name: str, arguments: Arguments) -> Value:
    """A method of a key's value: which methods it has shows its type."""
    dialect = state.dialect
    if any(map(holds_event, arguments.every())):
        state.escape("passed-on", arguments.line, name)
    for value in arguments.plain:
        if isinstance(value, FunctionValue):
            maybe_called(state, value, arguments.line, Derived(owner.key, inner=True))
    if name in dialect.text_methods:
        hint_use(state, owner, "string")
        return same_text(owner) if name in SAME_TEXT else derived(owner, dialect.text_methods[name])
    if name in dialect.sequence_methods:
        hint_use(state, owner, "array")
        return derived(owner, "boolean" if name in {"some", "every"} else None)
    if name in dialect.object_methods and name not in ANY_VALUE:
        hint_use(state, owner, "object")
        return Derived(owner.key, inner=True)
    return derived(owner)


def _function_method(state: State, owner: FunctionValue | ClassValue | Wrapped, name: str, arguments: Arguments) -> Value:
    """`call`, `apply`, `bind`; constructors that a model class inherits from its library."""
    special = state.dialect.class_functions.get(name)
    if special is not None:
        return special(state, owner, arguments)
    this, rest = (arguments.plain[0] if arguments.plain else NULL), arguments.plain[1:]
    if name == "call":
        return state.call(owner, Arguments(plain=rest, named={}, keywords=[], line=arguments.line, this=this))
    if name == "apply":
        spread = rest[0] if rest else NULL
        items = items_of(spread) if isinstance(spread, ListValue) else None
        given = [item.value for item in items.items] if items else []
        loose = items is None or items.loose
        return state.call(owner, Arguments(plain=given, named={}, keywords=[], line=arguments.line, this=this, loose=loose))
    if name == "bind" and isinstance(owner, FunctionValue) and not rest:
        return FunctionValue(
            owner.function, owner.scope, owner.file, owner.slots, owner.this if this == NULL else this, owner.owner
        )
    if isinstance(owner, Wrapped):
        if state.following and isinstance(owner.function, FunctionValue) and owner.function.owner is not None:
            state.escape("wrapped", arguments.line, owner.by or name)  # used as what a library made of it, such as a property
        # A fluent wrapper: middy(fn).use(…). What is put in between may look at the event.
        return _between(owner, name, arguments)
    return unknown_call(state, [*arguments.every(), owner], f"{name}", arguments.line)


def _between(owner: Wrapped, name: str, arguments: Arguments) -> Wrapped:
    """What is put between the caller and the handler: the package's own code is followed, a library's may read the event."""
    found = []
    for value in arguments.plain:
        own = value.slots.get("before") if isinstance(value, Record) else value if name == "before" else None
        if isinstance(own, FunctionValue):
            found.append(own)
        elif not isinstance(value, Record):
            return Wrapped(owner.function, owner.by or f"{name} of {_path(value, '').strip('.')}", owner.before)
    return Wrapped(owner.function, owner.by, (*owner.before, *found))


def get(state: State, owner: Record, arguments: Arguments) -> Value:
    """`owner.get(key, default)`."""
    key = arguments.at(0, "key")
    default = arguments.at(1, "default") or NULL
    return union_of(
        Alternative(soft(state, _got(state, owner, one.value, arguments.line), default), one.facts)
        for one in alternatives(key if key is not None else OPAQUE)
    )


def _got(state: State, owner: Record, key: Value, line: int) -> Value:
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        return ABSENT if key == NULL and on_event(owner) else look_up(state, owner, str(key.value), "get", line)
    if not on_event(owner):
        hint_key(state, owner, key)
        return any_of(state, owner)
    if not isinstance(key, SomeKey):
        state.escape("computed-key", line, "a key that is not a constant")
    return OPAQUE


def _module_method(state: State, owner: Bound, name: str, arguments: Arguments) -> Value:
    """A function of an outside module whose first argument was given before: `re.compile(pattern).match(text)`."""
    path = f"{owner.name}.{name}"
    native = state.dialect.natives.get(path)
    if native is None:
        return unknown_call(state, arguments.every(), _path(owner, name), arguments.line)
    arguments.plain, arguments.path = [owner.owner, *arguments.plain], path
    return native(state, arguments)


METHODS: Mapping[type, Callable[[State, Any, str, Arguments], Value]] = {
    Record: _record_method,
    ListValue: _list_method,
    KeysOf: _keys_method,
    Raw: _raw_method,
    Bound: _module_method,
    Field: _field_method,
    Derived: _field_method,
    Const: text_method,
    FunctionValue: _function_method,
    ClassValue: _function_method,
    Wrapped: _function_method,
}
