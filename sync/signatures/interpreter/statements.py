"""What each kind of statement does to the path it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures import ir
from sync.signatures.interpreter.classes import make_class
from sync.signatures.interpreter.conditions import Place, branch, first_of, part, sides
from sync.signatures.interpreter.expressions import closure
from sync.signatures.interpreter.heap import Path
from sync.signatures.interpreter.loops import breakable, each, loop_while
from sync.signatures.interpreter.modules import export, import_names
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition
from sync.signatures.interpreter.places import declare, holds_event
from sync.signatures.interpreter.state import ANYTHING, Guard, State, Thunk
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import NULL, OPAQUE, Alternative, ClassValue, External, Getter, Opaque, Record, Scope, Value


def _return(state: State, node: ir.Return) -> None:
    value = state.eval(node.value) if node.value is not None else NULL
    if state.live:
        frame = state.frame
        if frame.answers:
            state.answered(state, value, node.line, "return" if node.value is not None else "end")
        frame.exits.append(state.capture(frame.mark, value))
        state.live = False


def _raise(state: State, node: ir.Raise) -> None:
    value = state.eval(node.value) if node.value is not None else OPAQUE
    if state.live:
        state.throw(_kind(value), value if holds_event(value) else NULL)


def _kind(value: Value) -> str:
    """The name of an exception's type."""
    match value:
        case Record() if isinstance(value.of, ClassValue):
            return value.of.definition.name
        case ClassValue():
            return value.definition.name
        case External():
            return value.path
        case Opaque():
            return value.made_by
        case _:
            return ""


def _arm(state: State, statements: tuple[ir.Stmt, ...]) -> tuple[Place, Thunk]:
    def body() -> Value:
        state.execute(statements)
        return NULL

    return first_of(statements), body


def _try(state: State, node: ir.Try) -> None:
    """`finally` runs on every way out; a way that returns has returned already when it runs."""
    _guarded(state, node)
    if node.final:
        live, facts, state.live = state.live, state.path_condition, True
        state.execute(node.final)
        if not live:
            state.live, state.path_condition = False, facts


def _guarded(state: State, node: ir.Try) -> None:
    if not node.handlers:
        state.execute((*node.body, *node.otherwise))
        return
    mark, known = state.heap.mark(), state.path_condition
    types = frozenset(name for handler in node.handlers for name in (handler.types or ANYTHING))
    guard = Guard(types, mark)
    state.guards.append(guard)
    state.execute(node.body)
    state.guards.pop()
    state.execute(node.otherwise)
    after = [state.capture(mark)] if state.live else []
    # Anything may fail: where the code shows no particular failure, the body may have stopped at its beginning.
    thrown = guard.paths or [Path(NULL, known, state.heap.changes(mark) if not after else {})]
    state.heap.rollback(mark)
    for handler in node.handlers:
        after.extend(_handle(state, handler, thrown, known, mark))
    state.meet(after)


def _handle(state: State, handler: ir.Handler, thrown: list[Path], known: PathCondition, mark: int) -> list[Path]:
    """Follow one handler from where its exceptions came; answers the way on behind it, if there is one."""
    state.path_condition = known
    carried = state.meet(thrown)
    state.frame.handling += 1
    if handler.target is not None:
        error = Alternative(Opaque("object", "\0error"), NOTHING_KNOWN)
        state.assign(handler.target, union_of([error, *(one for one in alternatives(carried) if one.value != NULL)]), 0)
    state.execute(handler.body)
    state.frame.handling -= 1
    after = [state.capture(mark)] if state.live else []
    state.heap.rollback(mark)
    return after


def _cases(state: State, cases: tuple[ir.Case, ...]) -> None:
    """Cases one after the other; a case that does not leave goes on behind the switch."""
    if not cases:
        return
    first, rest = cases[0], cases[1:]
    if first.test is None:
        state.execute(first.body)
        return
    yes, no = sides(state, first.test)

    def others() -> Value:
        _cases(state, rest)
        return NULL

    if state.live:
        behind = next((one for case in rest for one in case.body), None)
        part(state, (yes, *_arm(state, first.body)), (no, behind, others))


def _block(state: State, node: ir.Block) -> None:
    frame, scope = state.frame, state.frame.scope
    frame.scope = Scope(parent=scope, block=True)
    state.execute(node.body)
    frame.scope = scope


def _define(state: State, node: ir.Define) -> None:
    value: Value = closure(state, node.function)
    for decorator in reversed(node.function.decorators):
        value = state.call_plain(state.eval(decorator), value, line=node.line)
    if node.kind == "getter":
        value = Getter(value)
    declare(state, node.function.name, value)


def _leave(state: State, node: ir.Leave) -> None:
    loop = next((one for one in reversed(state.frame.loops) if one.turns or node.word == "break"), None)
    if loop is not None:
        if node.word == "break":
            loop.breaks.append(state.capture(loop.mark))
        else:
            loop.continues.append(state.capture(loop.turn))
    state.live = False


EXECUTORS: Mapping[type, Callable[[State, Any], object]] = {
    ir.Evaluate: lambda state, node: state.eval(node.value),
    ir.Return: _return,
    ir.Raise: _raise,
    ir.If: lambda state, node: branch(state, node.test, _arm(state, node.body), _arm(state, node.otherwise)),
    ir.Each: each,
    ir.While: loop_while,
    ir.Try: _try,
    ir.Switch: lambda state, node: _cases(state, node.cases),
    ir.Breakable: breakable,
    ir.Block: _block,
    ir.Define: _define,
    ir.DefineClass: lambda state, node: declare(state, node.definition.name, make_class(state, node.definition)),
    ir.Leave: _leave,
    ir.Import: import_names,
    ir.Export: export,
}
