"""Conditions: what each side of a test keeps, what it tells about a variable, and sides that seem never to be reached.

What is believed of a value may be wrong. So a branch that cannot be taken, a loop without turns and a function that nobody calls
are no reason to call a signature closed, unless following them, apart from everything else, shows nothing new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from sync.signatures import ir
from sync.signatures.interpreter.classes import instance_of
from sync.signatures.interpreter.observations import Observations
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition
from sync.signatures.interpreter.places import holder, is_text, on_event, parsed
from sync.signatures.interpreter.state import Doubt, Frame, Loop, State, Thunk
from sync.signatures.interpreter.truth import FALSE, TRUE, Sides, boolean, negate, truth
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.values import NULL, OPAQUE, RAW_TEXT, Alternative, Opaque, UnionValue, Value

Place = ir.Expr | ir.Stmt | None  # what stands first in a branch; None for an empty one
LEAVING = (ir.Raise, ir.Leave)  # what nothing is expected behind
SIMPLE = (ir.Evaluate, ir.Return)  # what holds no other statements
MOST_DOUBTS = 3  # of one place: with other values it may show something else


def first_of(statements: tuple[ir.Stmt, ...]) -> Place:
    """The place by which a branch of statements is known."""
    return statements[0] if statements else None


def part(state: State, *arms: tuple[PathCondition | None, Place, Thunk]) -> Value:
    """Follow each arm that can be taken; one that cannot is doubted."""
    if not state.live:
        return OPAQUE
    for facts, place, body in arms:
        if facts is None:
            doubt(state, place, body)
        elif not state.doubting:
            state.reached.add(id(place))
    return state.fork([(NOTHING_KNOWN if facts is None and state.doubting else facts, body) for facts, _, body in arms])


def behind(state: State, statements: tuple[ir.Stmt, ...], place: int) -> None:
    """Doubt what stands behind a statement that seems to let nothing through, and that statement where it did not end itself."""
    died = statements[place]
    rest = statements[place if isinstance(died, SIMPLE) else place + 1 :]
    if rest and not isinstance(died, LEAVING):
        doubt(state, died, lambda: state.execute(rest), key=-id(died), jumps=False)


def doubt(state: State, place: Place | ir.Function, body: Callable[[], object], *, key: int = 0, jumps: bool = True) -> None:
    """Follow what seems out of reach, with no effect but a note of what it would read.

    `jumps`: by `break` or `continue` it would go on where nobody has looked.
    """
    key = key or id(place)
    before = state.doubts.get(key)
    known = key in state.reached or (before is not None and before.times >= MOST_DOUBTS)
    if place is None or known or state.doubting or not state.following:
        return
    frame, mark = state.frame, state.heap.mark()
    before_it = state.observations, state.path_condition, state.guards, state.live
    kept = frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded
    way_out = Loop(mark=mark, turn=mark)
    state.observations, state.guards, state.doubting, state.live = Observations(), [], True, True
    frame.exits, frame.loops = [], [way_out]
    try:
        body()
        more = bool(state.observations.escapes or (jumps and (way_out.breaks or way_out.continues)))
        now = Doubt(frame.file, place.line, frozenset(state.observations.keys), more)
        state.doubts[key] = now if before is None else before.joined(now)
    finally:
        state.observations, state.path_condition, state.guards, state.live = before_it
        state.doubting = False
        frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded = kept
        state.heap.rollback(mark)


def settle(state: State) -> bool:
    """Tell what stayed out of reach and would have read more than is known; whether every way to an answer was followed."""
    for key, made in list(state.closures.items()):
        if key not in state.reached:
            state.frames.append(Frame(None, made.file, made.scope, state.heap.mark()))
            # Who would call it is unknown too: it may be given the event.
            given = [OPAQUE if key in state.handed else parsed()] * len(made.function.parameters)
            doubt(state, made.function, partial(state.call_plain, made, *given, line=made.function.line))
            state.frames.pop()
    left = {key: one for key, one in state.doubts.items() if key not in state.reached}
    more = {key: one for key, one in left.items() if one.more or one.keys - state.observations.keys.keys()}
    for one in more.values():
        state.observations.escape("unreached", one.file, one.line, "seems never to be reached")
    return more.keys() <= state.closures.keys()


def sides(state: State, test: ir.Expr) -> Sides:
    """What is known where a test holds, and where it does not."""
    return truth(state, _asked(state, test))


def _asked(state: State, test: ir.Expr) -> Value:
    """A value that is true and false where the expression is.

    `a and b` is `a` where that is false; what `a` holds there could be taken for true when nothing else is known of it.
    """
    match test:
        case ir.Not():
            return negate(state, _asked(state, test.value))
        case ir.Logic(word="and"):
            yes, no = sides(state, test.left)
            return part(state, (no, None, lambda: FALSE), (yes, test.right, lambda: boolean(*sides(state, test.right))))
        case ir.Logic(word="or"):
            yes, no = sides(state, test.left)
            return part(state, (yes, None, lambda: TRUE), (no, test.right, lambda: boolean(*sides(state, test.right))))
        case _:
            return state.eval(test)


@dataclass(frozen=True, slots=True)
class Instance:
    """That a variable holds an instance of a class, or that it does not."""

    of: ir.Expr
    holds: bool


Kept = Literal["true", "false", "null", "not null", "text", "no text"] | Instance
Refined = tuple[tuple[str, Kept], ...]


def refinements(test: ir.Expr) -> tuple[Refined, Refined]:
    """The variables a test is about, and what they are when it holds and when it does not."""
    match test:
        case ir.Name():
            return ((test.id, "true"),), ((test.id, "false"),)
        case ir.Not():
            yes, no = refinements(test.value)
            return no, yes
        case ir.Logic(word="and"):
            return refinements(test.left)[0] + refinements(test.right)[0], ()
        case ir.Logic(word="or"):
            return (), refinements(test.left)[1] + refinements(test.right)[1]
        case _:
            return _of_comparison(test)


def _of_comparison(test: ir.Expr) -> tuple[Refined, Refined]:
    match test:
        case ir.Compare(word="==" | "!=" as word, left=ir.Name(id=name), right=ir.Constant(value=None)):
            kept: Kept = "null" if word == "==" else "not null"
            return ((name, kept),), ((name, "not null" if word == "==" else "null"),)
        case ir.Compare(word="==", left=ir.TypeOf(value=ir.Name(id=name)), right=ir.Constant(value="string")):
            return ((name, "text"),), ((name, "no text"),)
        case ir.Compare(word="instanceof", left=ir.Name(id=name), right=of):
            return _instance(name, of)
        case ir.Call(callee=ir.Name(id="isinstance"), arguments=(ir.Argument(value=ir.Name(id=name)), ir.Argument(value=of))):
            return _instance(name, of)
        case _:
            return (), ()


def _instance(name: str, of: ir.Expr) -> tuple[Refined, Refined]:
    return ((name, Instance(of, holds=True)),), ((name, Instance(of, holds=False)),)


def branch(state: State, test: ir.Expr, yes: tuple[Place, Thunk], no: tuple[Place, Thunk]) -> Value:
    """Follow both sides of a test, each with what the test shows of the variables in it."""
    when, unless = sides(state, test)
    shown, hidden = refinements(test)
    return part(state, (when, yes[0], _refined(state, shown, yes[1])), (unless, no[0], _refined(state, hidden, no[1])))


def _refined(state: State, refined: Refined, body: Thunk) -> Thunk:
    def arm() -> Value:
        for name, kept in refined:
            _refine(state, name, kept)
        return body()

    return arm


def _refine(state: State, name: str, kept: Kept) -> None:
    """Narrow a variable to what it can be on this branch."""
    found = holder(state.scope, name)
    if found is None:
        return
    value = found.slots[name]
    if not (isinstance(value, UnionValue | Opaque) or kept == "text"):
        return
    good = [Alternative(_shown(one.value, kept), one.facts) for one in alternatives(value) if _fits(state, one.value, kept)]
    if good and good != list(alternatives(value)):
        state.heap.set(found.slots, name, union_of(good))


def _shown(value: Value, kept: Kept) -> Value:
    """What a test shows of something unknown: that it is not empty; of the event, that it is a text, and has no keys."""
    if kept == "text":
        return RAW_TEXT if on_event(value) else value
    return replace(value, true=True) if kept == "true" and isinstance(value, Opaque) else value


def _fits(state: State, value: Value, kept: Kept) -> bool:
    match kept:
        case Instance():
            yes, no = truth(state, instance_of(value, [state.eval(kept.of)]))
            return (yes if kept.holds else no) is not None
        case "text":
            return value != NULL
        case "no text":
            return not is_text(value)
        case "null":
            return value == NULL
        case "not null":
            return value != NULL
        case "true":
            return truth(state, value)[0] is not None
        case "false":
            return truth(state, value)[1] is not None
