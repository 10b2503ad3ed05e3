"""Code that seems never to be reached: followed all the same, apart from everything else, to see what it would read.

What is believed of a value may be wrong. So a branch that cannot be taken, a loop without turns and a function that nobody calls
are no reason to call a signature closed, unless following them shows nothing new.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sync.signatures import form, steps
from sync.signatures.follow.facts import NOTHING_KNOWN, Facts
from sync.signatures.follow.ledger import Ledger
from sync.signatures.follow.reading import parsed
from sync.signatures.follow.run import Doubt, Frame, Loop, Run, Thunk
from sync.signatures.follow.values import OPAQUE, Value

Place = form.Expr | steps.Stmt | None  # what stands first in a branch; None for an empty one


def first_of(statements: tuple[steps.Stmt, ...]) -> Place:
    """The place by which a branch of statements is known."""
    return statements[0] if statements else None


def part(run: Run, *arms: tuple[Facts | None, Place, Thunk]) -> Value:
    """Follow each arm that can be taken; one that cannot is doubted."""
    if not run.live:
        return OPAQUE
    for facts, place, body in arms:
        if facts is None:
            doubt(run, place, body)
        elif not run.doubting:
            run.reached.add(id(place))
    return run.fork([(NOTHING_KNOWN if facts is None and run.doubting else facts, body) for facts, _, body in arms])


def doubt(run: Run, place: Place | steps.Function, body: Callable[[], object]) -> None:
    """Follow what seems out of reach, with no effect but a note of what it would read."""
    known = id(place) in run.reached or id(place) in run.doubts
    if place is None or known or run.doubting or not run.following:
        return
    frame, ledger, facts, guards, mark = run.frame, run.ledger, run.facts, run.guards, run.store.mark()
    kept = frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded
    way_out = Loop(mark=mark, turn=mark)
    run.ledger, run.guards, run.doubting = Ledger(), [], True
    frame.exits, frame.loops = [], [way_out]
    try:
        body()
        more = bool(run.ledger.escapes or way_out.breaks or way_out.continues)
        run.doubts[id(place)] = Doubt(frame.file, place.line, frozenset(run.ledger.keys), more)
    finally:
        run.ledger, run.facts, run.guards, run.doubting, run.live = ledger, facts, guards, False, True
        frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded = kept
        run.store.rollback(mark)


def settle(run: Run) -> None:
    """Tell what stayed out of reach and would have read more than is known."""
    for key, made in list(run.closures.items()):
        if key not in run.reached:
            run.live = True
            run.frames.append(Frame(None, made.file, made.scope, run.store.mark()))
            # Who would call it is unknown too: it may be given the event.
            given = [OPAQUE if key in run.handed else parsed()] * len(made.function.parameters)
            doubt(run, made.function, partial(run.call_plain, made, *given, line=made.function.line))
            run.frames.pop()
    for key, one in run.doubts.items():
        if key not in run.reached and (one.more or one.keys - run.ledger.keys.keys()):
            run.ledger.escape("unreached", one.file, one.line, "seems never to be reached")
