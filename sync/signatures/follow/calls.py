"""Calls: of the package's own functions and classes with the right arguments, and of everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sync.signatures import form, steps
from sync.signatures.follow.choices import alternatives
from sync.signatures.follow.classes import construct
from sync.signatures.follow.lineage import class_attribute
from sync.signatures.follow.loops import elements
from sync.signatures.follow.methods import call_method
from sync.signatures.follow.models import annotated
from sync.signatures.follow.outside import MOST_REENTRIES, closed_over, unknown_call
from sync.signatures.follow.reading import hard, holds_event, look_up, soft
from sync.signatures.follow.run import DEEPEST_CALL, Frame, Run, Thunk
from sync.signatures.follow.scopes import name_value, outermost
from sync.signatures.follow.targets import defaulted
from sync.signatures.follow.values import (
    ABSENT,
    GONE,
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    Bound,
    Choice,
    ClassValue,
    Const,
    External,
    FunctionValue,
    Native,
    Opaque,
    Record,
    Scope,
    Value,
    Wrapped,
)
from sync.signatures.follow.writing import list_of

MAGIC_CALLS = ("__call__", "__invoke")  # methods that run when an instance is called
MOST_COUNTED = 8  # of a function that calls itself with the next number each time


def arguments_of(run: Run, node: form.Call) -> Arguments:
    """Evaluate the arguments of a call."""
    arguments = Arguments(plain=[], named={}, keywords=[], line=node.line, makes=node.makes)
    for argument in node.arguments:
        value = run.eval(argument.value)
        if argument.name:
            arguments.named[argument.name] = value
        elif argument.spread == "**":
            arguments.keywords.append(value)
        elif argument.spread == "*":
            items = elements(run, value, node.line)
            arguments.plain.extend(item.value for item in items.items)
            arguments.loose = arguments.loose or items.loose
        else:
            arguments.plain.append(value)
    return arguments


def call_value(run: Run, callee: Value, arguments: Arguments) -> Value:
    """Call whatever it is."""
    if not run.live:
        return OPAQUE
    follow = CALLS.get(type(callee))
    if follow is not None:
        return follow(run, callee, arguments)
    return unknown_call(run, arguments.every(), "an unknown function", arguments.line)


def _call_native(run: Run, callee: Native, arguments: Arguments) -> Value:
    return callee.run(run, arguments)


def _call_bound(run: Run, callee: Bound, arguments: Arguments) -> Value:
    _note_handed(run, arguments, callee.owner)
    return call_method(run, callee.owner, callee.name, arguments)


def _call_choice(run: Run, callee: Choice, arguments: Arguments) -> Value:
    return run.fork([(one.facts, _calling(run, one, arguments)) for one in alternatives(run.solid(callee))])


def _call_wrapped(run: Run, callee: Wrapped, arguments: Arguments) -> Value:
    if not run.following and arguments.plain and isinstance(arguments.plain[0], FunctionValue):
        return Wrapped(arguments.plain[0], callee.by)  # a wrapper's method that decorates, such as `register`
    if any(map(holds_event, arguments.every())):
        run.escape("wrapped", arguments.line, callee.by)
    return run.call(callee.function, arguments)


def _call_instance(run: Run, callee: Record, arguments: Arguments) -> Value:
    for name in MAGIC_CALLS:
        if callee.of is not None and class_attribute(callee.of, name) is not ABSENT:
            return call_method(run, callee, name, arguments)
    return unknown_call(run, arguments.every(), "an unknown function", arguments.line)


def _call_constant(run: Run, callee: Const, arguments: Arguments) -> Value:
    """A text is a function's name in some languages; anything else cannot be called."""
    if run.dialect.calls_by_name and isinstance(callee.value, str):
        return run.call(name_value(run, callee.value.rsplit("\\", 1)[-1]), arguments)
    return run.fails("TypeError")


def _calling(run: Run, one: Alternative, arguments: Arguments) -> Thunk:
    return lambda: run.call(one.value, arguments)


def _call_external(run: Run, callee: External, arguments: Arguments) -> Value:
    native = run.dialect.natives.get(callee.path)
    arguments.path = callee.path
    if native is not None:
        _note_handed(run, arguments)
        return native(run, arguments)
    if run.following and run.dialect.calls_by_name and _sees_event(run) and not run.dialect.is_quiet(callee.path):
        run.escape("passed-on", arguments.line, f"{callee.path}, which may use global variables")
    made = unknown_call(run, arguments.every(), callee.path, arguments.line)
    return Opaque("object", made.made_by) if arguments.makes and isinstance(made, Opaque) else made


def _note_handed(run: Run, arguments: Arguments, *others: Value) -> None:
    """What the language itself is given to call, such as an order of sorting, gets no event unless one is given beside it."""
    functions = [value for value in arguments.every() if isinstance(value, FunctionValue)]
    if functions and not any(map(holds_event, (*arguments.plain, *others))):
        run.handed.update(id(value.function) for value in functions)


def _sees_event(run: Run) -> bool:
    """Whether a function nobody has seen could find the event in a global variable."""
    return any(map(holds_event, outermost(run.scope).slots.values()))


def _call_function_value(run: Run, callee: FunctionValue, arguments: Arguments) -> Value:
    this = arguments.this if arguments.this is not None and not callee.function.arrow else callee.this
    if arguments.makes:
        made = Record(of=callee)
        run.store.born(made.slots)
        answer = call_function(run, callee, arguments, made)
        return answer if isinstance(answer, Record) else made
    return call_function(run, callee, arguments, this)


def call_function(run: Run, callee: FunctionValue, arguments: Arguments, this: Value | None) -> Value:
    """Follow a function of the package and come back with what it returns."""
    entered = [frame for frame in run.frames if frame.function is callee.function]
    if len(entered) > (MOST_COUNTED if _counts(entered, arguments) else MOST_REENTRIES) or len(run.frames) > DEEPEST_CALL:
        reached = [*arguments.every(), *closed_over(callee), *([] if this is None else [this])]
        return unknown_call(run, reached, f"{callee.function.name} calls itself", arguments.line)
    frame = enter(run, callee, arguments, this)
    run.execute(callee.function.body)
    if run.live:
        frame.exits.append(run.capture(frame.mark))
    run.frames.pop()
    value = come_back(run, frame)
    waited = run.dialect.block_scopes and value != NULL  # a generator that returns something is one that waits
    return value if frame.yielded is None or waited else frame.yielded


def _counts(entered: list[Frame], arguments: Arguments) -> bool:
    """Whether a function calls itself with constants it was not called with before, as a chain of middleware does."""
    given = tuple(arguments.plain)
    return bool(given) and all(isinstance(value, Const) for value in given) and all(frame.given != given for frame in entered)


def enter(run: Run, callee: FunctionValue, arguments: Arguments, this: Value | None) -> Frame:
    """Make the frame of a call, its parameters bound."""
    scope = Scope(parent=callee.scope, outer=callee.function.outer)
    frame = Frame(
        callee.function,
        callee.file,
        scope,
        run.store.mark(),
        this=this,
        value=callee,
        given=tuple(arguments.plain),
        line=callee.function.line,
    )
    plain = arguments.plain
    if run.dialect.attributes and this is not None:
        plain = [this, *plain]
    run.frames.append(frame)
    if not run.doubting:
        run.reached.add(id(callee.function))
    scope.slots["\0arguments"] = list_of(*plain)
    _bind_parameters(run, callee.function.parameters, plain, arguments)
    return frame


def come_back(run: Run, frame: Frame) -> Value:
    """Let all returns of a call meet."""
    run.store.rollback(frame.mark)
    return run.meet(frame.exits)


def _bind_parameters(run: Run, parameters: Iterable[steps.Parameter], plain: list[Value], arguments: Arguments) -> None:
    rest = list(plain)
    named = dict(arguments.named)
    taken: list[str] = []
    for parameter in parameters:
        if parameter.takes == "rest":
            run.assign(parameter.target, list_of(*rest, loose=arguments.loose), arguments.line)
            rest = []
        elif parameter.takes == "keywords":
            spread = [Record(dict.fromkeys(taken, GONE), (value,)) for value in arguments.keywords]
            run.assign(parameter.target, Record(dict(named), tuple(spread)), arguments.line)
        else:
            name = parameter.target.id if isinstance(parameter.target, form.Name) else ""
            taken.append(name)
            value = _parameter(run, parameter, name, (rest if parameter.takes == "one" else [], named), arguments)
            run.assign(parameter.target, annotated(run, value, parameter.annotation), arguments.line)


def _parameter(
    run: Run, parameter: steps.Parameter, name: str, given: tuple[list[Value], dict[str, Value]], arguments: Arguments
) -> Value:
    rest, named = given
    if rest:
        value = rest.pop(0)
        replaces = parameter.default is not None and run.dialect.block_scopes
        return defaulted(run, value, parameter.default) if replaces and parameter.default is not None else value
    if name in named:
        return named.pop(name)
    if arguments.keywords:
        return _keyword(run, parameter, name, Record(beneath=tuple(arguments.keywords)), arguments.line)
    if arguments.loose:
        return OPAQUE
    if parameter.default is not None:
        return run.eval(parameter.default)
    return NULL if run.dialect.block_scopes else OPAQUE


def _keyword(run: Run, parameter: steps.Parameter, name: str, keywords: Value, line: int) -> Value:
    """A parameter filled by `**event`: without a default its key is required."""
    found = look_up(run, keywords, name, "parameter", line)
    if parameter.default is None:
        return hard(run, found, "TypeError")
    return soft(run, found, run.eval(parameter.default))


CALLS: Mapping[type, Callable[[Run, Any, Arguments], Value]] = {
    FunctionValue: _call_function_value,
    ClassValue: construct,
    Native: _call_native,
    External: _call_external,
    Bound: _call_bound,
    Choice: _call_choice,
    Wrapped: _call_wrapped,
    Record: _call_instance,
    Const: _call_constant,
}
