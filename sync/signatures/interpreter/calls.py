"""Calls: of the package's own functions and classes with the right arguments, and of everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sync.signatures import ir
from sync.signatures.interpreter.classes import construct
from sync.signatures.interpreter.lineage import class_attribute
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.methods import call_method
from sync.signatures.interpreter.models import annotated
from sync.signatures.interpreter.reading import hard, holds_event, look_up, soft
from sync.signatures.interpreter.scopes import name_value, outermost
from sync.signatures.interpreter.state import DEEPEST_CALL, Frame, State, Thunk
from sync.signatures.interpreter.targets import defaulted
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.unknown_calls import MOST_REENTRIES, closed_over, unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    GONE,
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    Bound,
    ClassValue,
    Const,
    External,
    FunctionValue,
    Native,
    Opaque,
    Record,
    Scope,
    UnionValue,
    Value,
    Wrapped,
)
from sync.signatures.interpreter.writing import list_of

MAGIC_CALLS = ("__call__", "__invoke")  # methods that run when an instance is called
MOST_COUNTED = 8  # of a function that calls itself with the next number each time


def arguments_of(state: State, node: ir.Call) -> Arguments:
    """Evaluate the arguments of a call."""
    arguments = Arguments(plain=[], named={}, keywords=[], line=node.line, makes=node.makes)
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


def _call_native(state: State, callee: Native, arguments: Arguments) -> Value:
    return callee.run(state, arguments)


def _call_bound(state: State, callee: Bound, arguments: Arguments) -> Value:
    _note_handed(state, arguments, callee.owner)
    return call_method(state, callee.owner, callee.name, arguments)


def _call_union(state: State, callee: UnionValue, arguments: Arguments) -> Value:
    return state.fork([(one.facts, _calling(state, one, arguments)) for one in alternatives(state.solid(callee))])


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


def _calling(state: State, one: Alternative, arguments: Arguments) -> Thunk:
    return lambda: state.call(one.value, arguments)


def _call_external(state: State, callee: External, arguments: Arguments) -> Value:
    native = state.dialect.natives.get(callee.path)
    arguments.path = callee.path
    if native is not None:
        _note_handed(state, arguments)
        return native(state, arguments)
    if state.following and state.dialect.calls_by_name and _sees_event(state) and not state.dialect.is_quiet(callee.path):
        state.escape("passed-on", arguments.line, f"{callee.path}, which may use global variables")
    made = unknown_call(state, arguments.every(), callee.path, arguments.line)
    return Opaque("object", made.made_by) if arguments.makes and isinstance(made, Opaque) else made


def _note_handed(state: State, arguments: Arguments, *others: Value) -> None:
    """What the language itself is given to call, such as an order of sorting, gets no event unless one is given beside it."""
    functions = [value for value in arguments.every() if isinstance(value, FunctionValue)]
    if functions and not any(map(holds_event, (*arguments.plain, *others))):
        state.handed.update(id(value.function) for value in functions)


def _sees_event(state: State) -> bool:
    """Whether a function nobody has seen could find the event in a global variable."""
    return any(map(holds_event, outermost(state.scope).slots.values()))


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
    value = come_back(state, frame)
    waited = state.dialect.block_scopes and value != NULL  # a generator that returns something is one that waits
    return value if frame.yielded is None or waited else frame.yielded


def _counts(entered: list[Frame], arguments: Arguments) -> bool:
    """Whether a function calls itself with constants it was not called with before, as a chain of middleware does."""
    given = tuple(arguments.plain)
    return bool(given) and all(isinstance(value, Const) for value in given) and all(frame.given != given for frame in entered)


def enter(state: State, callee: FunctionValue, arguments: Arguments, this: Value | None) -> Frame:
    """Make the frame of a call, its parameters bound."""
    scope = Scope(parent=callee.scope, outer=callee.function.outer)
    frame = Frame(
        callee.function,
        callee.file,
        scope,
        state.heap.mark(),
        this=this,
        value=callee,
        given=tuple(arguments.plain),
        line=callee.function.line,
    )
    plain = arguments.plain
    if state.dialect.attributes and this is not None:
        plain = [this, *plain]
    state.frames.append(frame)
    if not state.doubting:
        state.reached.add(id(callee.function))
    scope.slots["\0arguments"] = list_of(*plain)
    _bind_parameters(state, callee.function.parameters, plain, arguments)
    return frame


def come_back(state: State, frame: Frame) -> Value:
    """Let all returns of a call meet."""
    state.heap.rollback(frame.mark)
    return state.meet(frame.exits)


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
    rest, named = given
    if rest:
        value = rest.pop(0)
        replaces = parameter.default is not None and state.dialect.block_scopes
        return defaulted(state, value, parameter.default) if replaces and parameter.default is not None else value
    if name in named:
        return named.pop(name)
    if arguments.keywords:
        return _keyword(state, parameter, name, Record(beneath=tuple(arguments.keywords)), arguments.line)
    if arguments.loose:
        return OPAQUE
    if parameter.default is not None:
        return state.eval(parameter.default)
    return NULL if state.dialect.block_scopes else OPAQUE


def _keyword(state: State, parameter: ir.Parameter, name: str, keywords: Value, line: int) -> Value:
    """A parameter filled by `**event`: without a default its key is required."""
    found = look_up(state, keywords, name, "parameter", line)
    if parameter.default is None:
        return hard(state, found, "TypeError")
    return soft(state, found, state.eval(parameter.default))


CALLS: Mapping[type, Callable[[State, Any, Arguments], Value]] = {
    FunctionValue: _call_function_value,
    ClassValue: construct,
    Native: _call_native,
    External: _call_external,
    Bound: _call_bound,
    UnionValue: _call_union,
    Wrapped: _call_wrapped,
    Record: _call_instance,
    Const: _call_constant,
}
