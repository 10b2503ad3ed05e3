"""What each kind of statement does to the path it stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sync.signatures import steps
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.classes import make_class
from sync.signatures.follow.conditions import sides
from sync.signatures.follow.doubts import first_of, part
from sync.signatures.follow.expressions import closure
from sync.signatures.follow.facts import NOTHING_KNOWN, Facts
from sync.signatures.follow.loops import breakable, each, loop_while
from sync.signatures.follow.modules import export, import_names
from sync.signatures.follow.reading import holds_event
from sync.signatures.follow.refining import Refined, refine, refinements
from sync.signatures.follow.run import ANYTHING, Guard, Run
from sync.signatures.follow.store import Path
from sync.signatures.follow.values import NULL, OPAQUE, Alternative, ClassValue, External, Getter, Opaque, Record, Scope, Value


def _evaluate(run: Run, node: steps.Evaluate) -> None:
    run.eval(node.value)


def _return(run: Run, node: steps.Return) -> None:
    value = run.eval(node.value) if node.value is not None else NULL
    if run.live:
        frame = run.frame
        if frame.answers:
            run.answered(run, value, node.line, "return" if node.value is not None else "end")
        frame.exits.append(run.capture(frame.mark, value))
        run.leave()


def _raise(run: Run, node: steps.Raise) -> None:
    value = run.eval(node.value) if node.value is not None else OPAQUE
    if run.live:
        run.throw(_kind(value), value if holds_event(value) else NULL)


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


def _if(run: Run, node: steps.If) -> None:
    yes, no = sides(run, node.test)
    if run.live:
        refined = refinements(node.test)
        part(
            run,
            (yes, first_of(node.body), lambda: _arm(run, refined[0], node.body)),
            (no, first_of(node.otherwise), lambda: _arm(run, refined[1], node.otherwise)),
        )


def _arm(run: Run, refined: Refined, statements: tuple[steps.Stmt, ...]) -> Value:
    for name, kept in refined:
        refine(run, name, kept)
    run.execute(statements)
    return NULL


def _block_value(run: Run, statements: tuple[steps.Stmt, ...]) -> Value:
    run.execute(statements)
    return NULL


def _try(run: Run, node: steps.Try) -> None:
    if node.final:
        _finally(run, node)
        return
    _guarded(run, node)


def _finally(run: Run, node: steps.Try) -> None:
    """`finally` runs on every way out; a way that returns has returned already when it runs."""
    _guarded(run, node)
    live = run.live
    run.live = True
    facts = run.facts
    run.execute(node.final)
    if not live:
        run.facts = facts
    run.live = run.live and live


def _guarded(run: Run, node: steps.Try) -> None:
    if not node.handlers:
        run.execute((*node.body, *node.otherwise))
        return
    mark, known = run.store.mark(), run.facts
    types = frozenset(name for handler in node.handlers for name in (handler.types or ANYTHING))
    guard = Guard(types, mark)
    run.guards.append(guard)
    run.execute(node.body)
    run.guards.pop()
    run.execute(node.otherwise)
    after = [run.capture(mark)] if run.live else []
    # Anything may fail: where the code shows no particular failure, the body may have stopped at its beginning.
    thrown = guard.paths or [Path(NULL, known, run.store.changes(mark) if not after else {})]
    run.store.rollback(mark)
    for handler in node.handlers:
        after.extend(_handle(run, handler, thrown, known, mark))
    run.meet(after)


def _handle(run: Run, handler: steps.Handler, thrown: list[Path], known: Facts, mark: int) -> list[Path]:
    """Follow one handler from where its exceptions came; answers the way on behind it, if there is one."""
    run.facts = known
    carried = run.meet(thrown)
    run.frame.handling += 1
    if handler.target is not None:
        error = Alternative(Opaque("object", "\0error"), NOTHING_KNOWN)
        run.assign(handler.target, choose([error, *(one for one in alternatives(carried) if one.value != NULL)]), 0)
    run.execute(handler.body)
    run.frame.handling -= 1
    after = [run.capture(mark)] if run.live else []
    run.store.rollback(mark)
    return after


def _switch(run: Run, node: steps.Switch) -> None:
    """Cases one after the other; a case that does not leave goes on behind the switch."""
    _cases(run, list(node.cases))


def _cases(run: Run, cases: list[steps.Case]) -> None:
    if not cases:
        return
    first, rest = cases[0], cases[1:]
    if first.test is None:
        run.execute(first.body)
        return
    yes, no = sides(run, first.test)

    def others() -> Value:
        _cases(run, rest)
        return NULL

    if run.live:
        behind = next((one for case in rest for one in case.body), None)
        part(run, (yes, first_of(first.body), lambda: _block_value(run, first.body)), (no, behind, others))


def _block(run: Run, node: steps.Block) -> None:
    frame, scope = run.frame, run.frame.scope
    frame.scope = Scope(parent=scope, block=True)
    run.execute(node.body)
    frame.scope = scope


def _define(run: Run, node: steps.Define) -> None:
    value: Value = closure(run, node.function)
    for decorator in reversed(node.function.decorators):
        value = run.call_plain(run.eval(decorator), value, line=node.line)
    if node.kind == "getter":
        value = Getter(value)
    run.store.set(run.scope.slots, node.function.name, value)


def _define_class(run: Run, node: steps.DefineClass) -> None:
    run.store.set(run.scope.slots, node.definition.name, make_class(run, node.definition))


def _leave(run: Run, node: steps.Leave) -> None:
    loop = next((one for one in reversed(run.frame.loops) if one.turns or node.word == "break"), None)
    if loop is not None:
        if node.word == "break":
            loop.breaks.append(run.capture(loop.mark))
        else:
            loop.continues.append(run.capture(loop.turn))
    run.leave()


def _import(run: Run, node: steps.Import) -> None:
    import_names(run, node)


def _export(run: Run, node: steps.Export) -> None:
    export(run, node)


EXECUTORS: Mapping[type, Callable[[Run, Any], None]] = {
    steps.Evaluate: _evaluate,
    steps.Return: _return,
    steps.Raise: _raise,
    steps.If: _if,
    steps.Each: each,
    steps.While: loop_while,
    steps.Try: _try,
    steps.Switch: _switch,
    steps.Breakable: breakable,
    steps.Block: _block,
    steps.Define: _define,
    steps.DefineClass: _define_class,
    steps.Leave: _leave,
    steps.Import: _import,
    steps.Export: _export,
}
