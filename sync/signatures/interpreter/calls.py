"""Calls: of the package's own functions and classes with the right arguments, of methods, and of everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sync.signatures import ir
from sync.signatures.interpreter.classes import annotated, construct
from sync.signatures.interpreter.lineage import ITEM_METHODS, attempted, bind, class_attribute, own_method
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.members import PROMISES
from sync.signatures.interpreter.operators import SAME_TEXT, all_there, text_method
from sync.signatures.interpreter.places import (
    any_of,
    hard,
    hint_key,
    hint_use,
    holds_event,
    is_there,
    list_of,
    look_up,
    name_value,
    on_event,
    outermost,
    soft,
)
from sync.signatures.interpreter.state import DEEPEST_CALL, Frame, State
from sync.signatures.interpreter.targets import defaulted
from sync.signatures.interpreter.truth import TRUE, items_of
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.unknown_calls import MOST_REENTRIES, REFUSED, closed_over, maybe_called, unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    GONE,
    NULL,
    OPAQUE,
    RAW,
    RAW_TEXT,
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
    Native,
    Opaque,
    Raw,
    Record,
    Scope,
    SomeKey,
    UnionValue,
    Value,
    Wrapped,
    derived,
    same_text,
)

MAGIC_METHODS = ("__call",)  # methods that stand in for methods which are not there
TAKEN_APART = {"match", "matchAll", "split", "partition", "rsplit"}  # methods that give parts of a text
ANY_VALUE = {"toString", "valueOf", "toLocaleString"}  # methods of every value


def call_method(state: State, owner: Value, name: str, arguments: Arguments) -> Value:
    """`owner.name(arguments)`, for an owner whose `name` is not a function of the package."""
    if name in PROMISES and not state.dialect.attributes:
        return _promise(state, owner, name, arguments)
    if name == "call" and isinstance(owner, Bound) and arguments.plain:
        rest = Arguments(plain=arguments.plain[1:], line=arguments.line)
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
        # `indexOf` gives -1 when it is not there.
        return found if name != "indexOf" else map_union(found, lambda one: Const(1 if one == TRUE else -1))
    if name == "issuperset" and wanted is not None:
        return all_there(state, wanted, owner, arguments.line)
    if name in state.dialect.list_methods:
        return call_method(state, ListValue.of(keys_of(state, owner.record, arguments.line)), name, arguments)
    keys_of(state, owner.record, arguments.line)
    for value in arguments.plain:
        maybe_called(state, value, arguments.line)
    return OPAQUE


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
        return state.call(owner, Arguments(plain=rest, line=arguments.line, this=this))
    if name == "apply":
        spread = rest[0] if rest else NULL
        items = items_of(spread) if isinstance(spread, ListValue) else None
        given = [item.value for item in items.items] if items else []
        loose = items is None or items.loose
        return state.call(owner, Arguments(plain=given, line=arguments.line, this=this, loose=loose))
    if name == "bind" and isinstance(owner, FunctionValue) and not rest:
        return replace(owner, this=owner.this if this == NULL else this)
    if isinstance(owner, Wrapped):
        if state.following and isinstance(owner.function, FunctionValue) and owner.function.owner is not None:
            state.escape("wrapped", arguments.line, owner.by or name)  # used as what a library made of it, such as a property
        # A fluent wrapper: middy(fn).use(…). What is put in between may look at the event.
        return _between(owner, name, arguments)
    return unknown_call(state, [*arguments.every(), owner], name, arguments.line)


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
    key, default = arguments.at(0, "key") or OPAQUE, arguments.at(1, "default") or NULL
    return map_union(key, lambda one: soft(state, _got(state, owner, one, arguments.line), default))


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


MAGIC_CALLS = ("__call__", "__invoke")  # methods that run when an instance is called
MOST_COUNTED = 8  # of a function that calls itself with the next number each time


def arguments_of(state: State, node: ir.Call) -> Arguments:
    """Evaluate the arguments of a call."""
    arguments = Arguments(plain=[], line=node.line, makes=node.makes)
    for argument in node.arguments:
        value = state.eval(argument.value)
        if argument.name:
            arguments.named[argument.name] = value
        elif argument.spread == "**":
            arguments.keywords.append(value)
        elif argument.spread == "*":
            items = elements(state, value, node.line)
            arguments.plain.extend(item.value for item in items.items)
            arguments.loose = arguments.loose or items.loose
        else:
            arguments.plain.append(value)
    return arguments


def call_value(state: State, callee: Value, arguments: Arguments) -> Value:
    """Call whatever it is."""
    if not state.live:
        return OPAQUE
    follow = CALLS.get(type(callee))
    if follow is not None:
        return follow(state, callee, arguments)
    return unknown_call(state, arguments.every(), "an unknown function", arguments.line)


def _call_bound(state: State, callee: Bound, arguments: Arguments) -> Value:
    _note_handed(state, arguments, callee.owner)
    return call_method(state, callee.owner, callee.name, arguments)


def _call_wrapped(state: State, callee: Wrapped, arguments: Arguments) -> Value:
    if not state.following and arguments.plain and isinstance(arguments.plain[0], FunctionValue):
        return Wrapped(arguments.plain[0], callee.by)  # a wrapper's method that decorates, such as `register`
    if any(map(holds_event, arguments.every())):
        state.escape("wrapped", arguments.line, callee.by)
    return state.call(callee.function, arguments)


def _call_instance(state: State, callee: Record, arguments: Arguments) -> Value:
    for name in MAGIC_CALLS:
        if callee.of is not None and class_attribute(callee.of, name) is not ABSENT:
            return call_method(state, callee, name, arguments)
    return unknown_call(state, arguments.every(), "an unknown function", arguments.line)


def _call_constant(state: State, callee: Const, arguments: Arguments) -> Value:
    """A text is a function's name in some languages; anything else cannot be called."""
    if state.dialect.calls_by_name and isinstance(callee.value, str):
        return state.call(name_value(state, callee.value.rsplit("\\", 1)[-1]), arguments)
    return state.fails("TypeError")


def _call_external(state: State, callee: External, arguments: Arguments) -> Value:
    native = state.dialect.natives.get(callee.path)
    arguments.path = callee.path
    if native is not None:
        _note_handed(state, arguments)
        return native(state, arguments)
    by_name = state.following and state.dialect.calls_by_name  # the function could find the event in a global variable
    if by_name and any(map(holds_event, outermost(state.scope).slots.values())) and not state.dialect.is_quiet(callee.path):
        state.escape("passed-on", arguments.line, f"{callee.path}, which may use global variables")
    made = unknown_call(state, arguments.every(), callee.path, arguments.line)
    return Opaque("object", made.made_by) if arguments.makes and isinstance(made, Opaque) else made


def _note_handed(state: State, arguments: Arguments, *others: Value) -> None:
    """What the language itself is given to call, such as an order of sorting, gets no event unless one is given beside it."""
    functions = [value for value in arguments.every() if isinstance(value, FunctionValue)]
    if functions and not any(map(holds_event, (*arguments.plain, *others))):
        state.handed.update(id(value.function) for value in functions)


def _call_function_value(state: State, callee: FunctionValue, arguments: Arguments) -> Value:
    this = arguments.this if arguments.this is not None and not callee.function.arrow else callee.this
    if arguments.makes:
        made = Record(of=callee)
        state.heap.born(made.slots)
        answer = call_function(state, callee, arguments, made)
        return answer if isinstance(answer, Record) else made
    return call_function(state, callee, arguments, this)


def call_function(state: State, callee: FunctionValue, arguments: Arguments, this: Value | None) -> Value:
    """Follow a function of the package and come back with what it returns."""
    entered = [frame for frame in state.frames if frame.function is callee.function]
    if len(entered) > (MOST_COUNTED if _counts(entered, arguments) else MOST_REENTRIES) or len(state.frames) > DEEPEST_CALL:
        reached = [*arguments.every(), *closed_over(callee), *([] if this is None else [this])]
        return unknown_call(state, reached, f"{callee.function.name} calls itself", arguments.line)
    frame = enter(state, callee, arguments, this)
    state.execute(callee.function.body)
    if state.live:
        frame.exits.append(state.capture(frame.mark))
    state.frames.pop()
    state.heap.rollback(frame.mark)
    value = state.meet(frame.exits)
    waited = state.dialect.block_scopes and value != NULL  # a generator that returns something is one that waits
    return value if frame.yielded is None or waited else frame.yielded


def _counts(entered: list[Frame], arguments: Arguments) -> bool:
    """Whether a function calls itself with constants it was not called with before, as a chain of middleware does."""
    given = tuple(arguments.plain)
    return bool(given) and all(isinstance(value, Const) for value in given) and all(frame.given != given for frame in entered)


def enter(state: State, callee: FunctionValue, arguments: Arguments, this: Value | None) -> Frame:
    """Make the frame of a call, its parameters bound."""
    plain, function = arguments.plain, callee.function
    scope = Scope(parent=callee.scope, outer=function.outer)
    frame = Frame(function, callee.file, scope, state.heap.mark(), this, callee, given=tuple(plain), line=function.line)
    if state.dialect.attributes and this is not None:
        plain = [this, *plain]
    state.frames.append(frame)
    if not state.doubting:
        state.reached.add(id(function))
    scope.slots["\0arguments"] = list_of(*plain)
    _bind_parameters(state, function.parameters, plain, arguments)
    return frame


def _bind_parameters(state: State, parameters: Iterable[ir.Parameter], plain: list[Value], arguments: Arguments) -> None:
    rest = list(plain)
    named = dict(arguments.named)
    taken: list[str] = []
    for parameter in parameters:
        if parameter.takes == "rest":
            state.assign(parameter.target, list_of(*rest, loose=arguments.loose), arguments.line)
            rest = []
        elif parameter.takes == "keywords":
            spread = [Record(dict.fromkeys(taken, GONE), (value,)) for value in arguments.keywords]
            state.assign(parameter.target, Record(dict(named), tuple(spread)), arguments.line)
        else:
            name = parameter.target.id if isinstance(parameter.target, ir.Name) else ""
            taken.append(name)
            value = _parameter(state, parameter, name, (rest if parameter.takes == "one" else [], named), arguments)
            state.assign(parameter.target, annotated(state, value, parameter.annotation), arguments.line)


def _parameter(
    state: State, parameter: ir.Parameter, name: str, given: tuple[list[Value], dict[str, Value]], arguments: Arguments
) -> Value:
    (rest, named), default = given, parameter.default
    if rest:
        return defaulted(state, rest.pop(0), default) if default is not None and state.dialect.block_scopes else rest.pop(0)
    if name in named:
        return named.pop(name)
    if arguments.keywords:
        # Filled by `**event`: without a default its key is required.
        found = look_up(state, Record(beneath=tuple(arguments.keywords)), name, "parameter", arguments.line)
        return hard(state, found, "TypeError") if default is None else soft(state, found, state.eval(default))
    if arguments.loose or default is None:
        return NULL if state.dialect.block_scopes and not arguments.loose else OPAQUE
    return state.eval(default)


CALLS: Mapping[type, Callable[[State, Any, Arguments], Value]] = {
    FunctionValue: _call_function_value,
    ClassValue: construct,
    Native: lambda state, callee, arguments: callee.run(state, arguments),
    External: _call_external,
    Bound: _call_bound,
    UnionValue: lambda state, callee, arguments: state.each_of(state.solid(callee), lambda one: state.call(one, arguments)),
    Wrapped: _call_wrapped,
    Record: _call_instance,
    Const: _call_constant,
}
