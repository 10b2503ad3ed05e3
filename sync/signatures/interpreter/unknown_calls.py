"""Calls of functions that nobody here knows: what they are given leaves the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.core.signature.inferred import EscapeReason
from sync.signatures import ir
from sync.signatures.interpreter.places import FILLED, holder, holds_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import (
    NULL,
    OPAQUE,
    Arguments,
    ClassValue,
    Const,
    FunctionValue,
    Items,
    ListValue,
    Native,
    Opaque,
    Record,
    Scope,
    Value,
    Wrapped,
)

DEEPEST_SEARCH = 3
REFUSED = Opaque(made_by="\0error")  # an exception, or what an outside function makes of an error
MOST_REENTRIES = 2


def unknown_call(state: State, values: Iterable[Value], what: str, line: int, reason: EscapeReason = "passed-on") -> Value:
    """Hand values to code we cannot see: the event escapes, and functions among them may be called."""
    given = list(values)
    inner = next((value for value in given if isinstance(value, FunctionValue | Wrapped)), None)
    if not state.following:
        for native in (one for one in _functions(given, 0) if isinstance(one, Native)):
            maybe_called(state, native, line)  # an emitter handed over may get listeners
        return Opaque(made_by=what) if inner is None else Wrapped(inner, what)
    if not state.dialect.is_quiet(what):
        if any(map(holds_event, given)):
            state.escape(reason, line, what)
        _may_be_filled(state, given)
    for function in _functions(given, 0):
        maybe_called(state, function, line)
    if inner is not None and len(given) == 1:
        return Wrapped(inner, what)
    return REFUSED if _blames(given) else Opaque(made_by=what)


def _may_be_filled(state: State, values: Iterable[Value]) -> None:
    """Whoever is handed an object, or an empty list, may put more into it."""
    for value in values:
        for one, _ in alternatives(value):
            if isinstance(one, Record):
                state.heap.set(one.slots, FILLED, OPAQUE)
            elif isinstance(one, ListValue) and items_of(one) == Items():
                state.heap.set(one.slots, "items", Items(loose=True))


def maybe_called(state: State, function: Value, line: int, *values: Value) -> Value:
    """Somebody outside may call this function, with arguments we do not know; what is no function stays alone."""
    if isinstance(function, Const) and not state.dialect.calls_by_name:
        return OPAQUE
    if isinstance(function, FunctionValue) and sum(frame.function is function.function for frame in state.frames) > MOST_REENTRIES:
        if state.following and any(map(holds_event, closed_over(function))):
            state.escape("passed-on", line, f"{function.function.name} calls itself")
        return OPAQUE

    def called() -> Value:
        size = len(function.function.parameters) if isinstance(function, FunctionValue) else 2
        given = [*values, *[OPAQUE] * (size - len(values))]
        return state.call(function, Arguments(plain=given, line=line))

    result = state.fork([(frozenset(), called), (frozenset(), lambda: NULL)])
    if state.following and holds_event(result):
        state.escape("passed-on", line, "returned to a library")
    return result


def closed_over(callee: FunctionValue) -> Iterator[Value]:
    """What a function sees without being given it; functions among it are known to the package and not handed on."""
    scope: Scope | None = callee.scope
    while scope is not None:
        yield from (value for value in scope.slots.values() if not isinstance(value, FunctionValue | ClassValue | Native))
        scope = scope.parent


def _functions(values: Iterable[Value], depth: int) -> Iterator[Value]:
    if depth > DEEPEST_SEARCH:
        return
    for value in values:
        for one, _ in alternatives(value):
            if isinstance(one, FunctionValue | Native):
                yield one
            elif isinstance(one, Record):
                yield from _functions(list(one.slots.values()), depth + 1)
            elif isinstance(one, ListValue):
                yield from _functions([item.value for item in items_of(one).items], depth + 1)


REFUSING = (
    "error", "missing", "invalid", "required", "fail", "must", "bad request", "denied", "缺",
    "不能为空", "错误", "无效", "必填", "失败", "必须",
)  # fmt: skip


def refuses(text: str) -> bool:
    """Whether a text says that something was refused."""
    folded = text.casefold()
    return any(word in folded for word in REFUSING)


def _blames(values: list[Value]) -> bool:
    """Whether what is handed over is itself a refusal: `respond(400, 'missing phone')`."""
    texts = (value.value for value in values if isinstance(value, Const) and isinstance(value.value, str))
    return any(map(refuses, texts)) or any(map(is_bad_status, values))


def is_bad_status(value: Value) -> bool:
    """Whether it is the number of an HTTP error."""
    return isinstance(value, Const) and isinstance(value.value, int) and 400 <= value.value < 600  # noqa: PLR2004 - as HTTP has it


def told(state: State, place: ir.Expr, name: str, values: Iterable[Value]) -> None:
    """An outside object that is given the number of an error, `response.setStatusCode(400)`, becomes a refusal itself."""
    if isinstance(place, ir.Name) and any(map(is_bad_status, values)) and any(word in name.lower() for word in ("status", "code")):
        held = holder(state.scope, place.id)
        if held is not None and isinstance(held.slots[place.id], Opaque):
            state.heap.set(held.slots, place.id, REFUSED)
