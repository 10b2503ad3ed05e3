"""Methods called on values: of the event and what lies on it, of lists, texts, functions, and of things nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.known_texts import SAME_TEXT, text_method
from sync.signatures.follow.lineage import bind, class_attribute
from sync.signatures.follow.loops import keys_of
from sync.signatures.follow.magic import ITEM_METHODS, attempted, own_method
from sync.signatures.follow.members import PROMISES
from sync.signatures.follow.operators import all_there
from sync.signatures.follow.outside import REFUSED, maybe_called, unknown_call
from sync.signatures.follow.reading import hint_use, holds_event, is_there, look_up, on_event, soft
from sync.signatures.follow.run import Run
from sync.signatures.follow.tables import any_of, hint_key
from sync.signatures.follow.truth import items_of
from sync.signatures.follow.values import (
    ABSENT,
    NULL,
    OPAQUE,
    RAW,
    RAW_TEXT,
    Alternative,
    Arguments,
    Bound,
    Choice,
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
    Value,
    Wrapped,
    derived,
    same_text,
)
from sync.signatures.follow.writing import list_of

MAGIC_METHODS = ("__call",)  # methods that stand in for methods which are not there
TAKEN_APART = {"match", "matchAll", "split", "partition", "rsplit"}  # methods that give parts of a text
ANY_VALUE = {"toString", "valueOf", "toLocaleString"}  # methods of every value


def call_method(run: Run, owner: Value, name: str, arguments: Arguments) -> Value:
    """`owner.name(arguments)`, for an owner whose `name` is not a function of the package."""
    if name in PROMISES and not run.dialect.attributes:
        return _promise(run, owner, name, arguments)
    if name == "call" and isinstance(owner, Bound) and arguments.plain:
        rest = Arguments(plain=arguments.plain[1:], named={}, keywords=[], line=arguments.line)
        return call_method(run, arguments.plain[0], owner.name, rest)
    if isinstance(owner, Choice):
        return run.each_of(run.solid(owner, "AttributeError"), lambda one: call_method(run, one, name, arguments))
    follow = METHODS.get(type(owner))
    if follow is not None:
        return follow(run, owner, name, arguments)
    path = _path(owner, name)
    native = run.dialect.natives.get(path)
    if native is not None:
        arguments.path = path
        return native(run, arguments)
    result = unknown_call(run, arguments.every(), path, arguments.line)
    if owner == REFUSED and isinstance(result, Opaque):
        return REFUSED  # `response.status(400).json(…)`
    textual = isinstance(owner, Opaque) and name in run.dialect.text_results
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


def _promise(run: Run, owner: Value, name: str, arguments: Arguments) -> Value:
    """`then` gets the value; what it returns is the value of the whole. What is for failures may be called."""
    then, caught = (arguments.at(0), arguments.at(1)) if name == "then" else (None, arguments.at(0))
    if caught is not None:
        run.frame.handling += 1
        maybe_called(run, caught, arguments.line, *([] if name == "finally" else [OPAQUE]))
        run.frame.handling -= 1
    return owner if then in {None, NULL} else run.call_plain(then, owner, line=arguments.line)


def _record_method(run: Run, owner: Record, name: str, arguments: Arguments) -> Value:
    items = own_method(run, owner, *ITEM_METHODS) if name == "get" else ABSENT
    if items is not ABSENT:  # `get` of a mapping asks for the item
        key, default = arguments.at(0, "key") or NULL, arguments.at(1, "default") or NULL
        return attempted(run, "KeyError", lambda: run.call_plain(items, key, line=arguments.line), default)
    method = run.dialect.record_methods.get(name)
    if method is not None:
        return method(run, owner, arguments)
    for magic in () if run.dialect.attributes else MAGIC_METHODS:
        call = own_method(run, owner, magic)
        if call is not ABSENT:
            return run.call_plain(call, Const(name), list_of(*arguments.plain), line=arguments.line)
    own = class_attribute(owner.of, name) if owner.of is not None else ABSENT
    if own is not ABSENT:
        return run.call(bind(own, owner.whole or owner), arguments)
    return unknown_call(run, [owner, *arguments.every()], name, arguments.line)


def _list_method(run: Run, owner: ListValue, name: str, arguments: Arguments) -> Value:
    method = run.dialect.list_methods.get(name)
    if method is not None:
        return method(run, owner, arguments)
    for value in arguments.plain:
        if isinstance(value, FunctionValue):
            maybe_called(run, value, arguments.line)
    if any(map(holds_event, arguments.every())) or holds_event(owner):
        run.escape("passed-on", arguments.line, name)
    return OPAQUE


def _keys_method(run: Run, owner: KeysOf, name: str, arguments: Arguments) -> Value:
    """Asking the keys for one constant is a test of membership; anything else walks over them."""
    wanted = arguments.at(0)
    if name in {"includes", "has", "indexOf", "__contains__"} and isinstance(wanted, Const):
        found = is_there(run, owner.record, str(wanted.value), arguments.line)
        return found if name != "indexOf" else _position(found)
    if name == "issuperset" and wanted is not None:
        return all_there(run, wanted, owner, arguments.line)
    if name in run.dialect.list_methods:
        return call_method(run, ListValue({"items": keys_of(run, owner.record, arguments.line)}), name, arguments)
    keys_of(run, owner.record, arguments.line)
    for value in arguments.plain:
        maybe_called(run, value, arguments.line)
    return OPAQUE


def _position(found: Value) -> Value:
    """`indexOf`: -1 when it is not there."""
    return choose(Alternative(Const(1 if one.value == Const(value=True) else -1), one.facts) for one in alternatives(found))


def _raw_method(run: Run, owner: Raw, name: str, arguments: Arguments) -> Value:
    if name in run.dialect.raw_methods:
        return RAW_TEXT if owner.text or not run.dialect.attributes else RAW
    method = run.dialect.record_methods.get(name)
    if method is not None:
        return method(run, run.over, arguments)
    if name in TAKEN_APART or name not in {*run.dialect.text_methods, *run.dialect.either_methods}:
        return unknown_call(run, [owner, *arguments.every()], name, arguments.line)
    return Opaque(run.dialect.text_methods.get(name))


def _field_method(run: Run, owner: Field | Derived, name: str, arguments: Arguments) -> Value:
    """A method of a key's value: which methods it has shows its type."""
    dialect = run.dialect
    if any(map(holds_event, arguments.every())):
        run.escape("passed-on", arguments.line, name)
    for value in arguments.plain:
        if isinstance(value, FunctionValue):
            maybe_called(run, value, arguments.line, Derived(owner.key, inner=True))
    if name in dialect.text_methods:
        hint_use(run, owner, "string")
        return same_text(owner) if name in SAME_TEXT else derived(owner, dialect.text_methods[name])
    if name in dialect.sequence_methods:
        hint_use(run, owner, "array")
        return derived(owner, "boolean" if name in {"some", "every"} else None)
    if name in dialect.object_methods and name not in ANY_VALUE:
        hint_use(run, owner, "object")
        return Derived(owner.key, inner=True)
    return derived(owner)


def _function_method(run: Run, owner: FunctionValue | ClassValue | Wrapped, name: str, arguments: Arguments) -> Value:
    """`call`, `apply`, `bind`; constructors that a model class inherits from its library."""
    special = run.dialect.class_functions.get(name)
    if special is not None:
        return special(run, owner, arguments)
    this, rest = (arguments.plain[0] if arguments.plain else NULL), arguments.plain[1:]
    if name == "call":
        return run.call(owner, Arguments(plain=rest, named={}, keywords=[], line=arguments.line, this=this))
    if name == "apply":
        spread = rest[0] if rest else NULL
        items = items_of(spread) if isinstance(spread, ListValue) else None
        given = [item.value for item in items.items] if items else []
        loose = items is None or items.loose
        return run.call(owner, Arguments(plain=given, named={}, keywords=[], line=arguments.line, this=this, loose=loose))
    if name == "bind" and isinstance(owner, FunctionValue) and not rest:
        return FunctionValue(
            owner.function, owner.scope, owner.file, owner.slots, owner.this if this == NULL else this, owner.owner
        )
    if isinstance(owner, Wrapped):
        if run.following and isinstance(owner.function, FunctionValue) and owner.function.owner is not None:
            run.escape("wrapped", arguments.line, owner.by or name)  # used as what a library made of it, such as a property
        # A fluent wrapper: middy(fn).use(…). What is put in between may look at the event.
        return _between(owner, name, arguments)
    return unknown_call(run, [*arguments.every(), owner], f"{name}", arguments.line)


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


def get(run: Run, owner: Record, arguments: Arguments) -> Value:
    """`owner.get(key, default)`."""
    key = arguments.at(0, "key")
    default = arguments.at(1, "default") or NULL
    return choose(
        Alternative(soft(run, _got(run, owner, one.value, arguments.line), default), one.facts)
        for one in alternatives(key if key is not None else OPAQUE)
    )


def _got(run: Run, owner: Record, key: Value, line: int) -> Value:
    if isinstance(key, Const) and not str(key.value).startswith("\0"):
        return ABSENT if key == NULL and on_event(owner) else look_up(run, owner, str(key.value), "get", line)
    if not on_event(owner):
        hint_key(run, owner, key)
        return any_of(run, owner)
    if not isinstance(key, SomeKey):
        run.escape("computed-key", line, "a key that is not a constant")
    return OPAQUE


def _module_method(run: Run, owner: Bound, name: str, arguments: Arguments) -> Value:
    """A function of an outside module whose first argument was given before: `re.compile(pattern).match(text)`."""
    path = f"{owner.name}.{name}"
    native = run.dialect.natives.get(path)
    if native is None:
        return unknown_call(run, arguments.every(), _path(owner, name), arguments.line)
    arguments.plain, arguments.path = [owner.owner, *arguments.plain], path
    return native(run, arguments)


METHODS: Mapping[type, Callable[[Run, Any, str, Arguments], Value]] = {
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
