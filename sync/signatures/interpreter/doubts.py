"""Code that seems never to be reached: followed all the same, apart from everything else, to see what it would read.

What is believed of a value may be wrong. So a branch that cannot be taken, a loop without turns and a function that nobody calls
are no reason to call a signature closed, unless following them shows nothing new.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sync.signatures import ir
from sync.signatures.interpreter.observations import Observations
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition
from sync.signatures.interpreter.reading import parsed
from sync.signatures.interpreter.state import Doubt, Frame, Loop, State, Thunk
from sync.signatures.interpreter.values import OPAQUE, Value

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
    live, frame, observations, facts, guards, mark = (
        state.live,
        state.frame,
        state.observations,
        state.path_condition,
        state.guards,
        state.heap.mark(),
    )
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
        state.observations, state.path_condition, state.guards, state.doubting, state.live = (
            observations,
            facts,
            guards,
            False,
            live,
        )
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
