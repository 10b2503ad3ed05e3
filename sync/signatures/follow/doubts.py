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
LEAVING = (steps.Raise, steps.Leave)  # what nothing is expected behind
SIMPLE = (steps.Evaluate, steps.Return)  # what holds no other statements
MOST_DOUBTS = 3  # of one place: with other values it may show something else


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


def behind(run: Run, statements: tuple[steps.Stmt, ...], place: int) -> None:
    """Doubt what stands behind a statement that seems to let nothing through, and that statement where it did not end itself."""
    died = statements[place]
    rest = statements[place if isinstance(died, SIMPLE) else place + 1 :]
    if rest and not isinstance(died, LEAVING):
        doubt(run, died, lambda: run.execute(rest), key=-id(died), jumps=False)


def doubt(run: Run, place: Place | steps.Function, body: Callable[[], object], *, key: int = 0, jumps: bool = True) -> None:
    """Follow what seems out of reach, with no effect but a note of what it would read.

    `jumps`: by `break` or `continue` it would go on where nobody has looked.
    """
    key = key or id(place)
    before = run.doubts.get(key)
    known = key in run.reached or (before is not None and before.times >= MOST_DOUBTS)
    if place is None or known or run.doubting or not run.following:
        return
    live, frame, ledger, facts, guards, mark = run.live, run.frame, run.ledger, run.facts, run.guards, run.store.mark()
    kept = frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded
    way_out = Loop(mark=mark, turn=mark)
    run.ledger, run.guards, run.doubting, run.live = Ledger(), [], True, True
    frame.exits, frame.loops = [], [way_out]
    try:
        body()
        more = bool(run.ledger.escapes or (jumps and (way_out.breaks or way_out.continues)))
        now = Doubt(frame.file, place.line, frozenset(run.ledger.keys), more)
        run.doubts[key] = now if before is None else before.joined(now)
    finally:
        run.ledger, run.facts, run.guards, run.doubting, run.live = ledger, facts, guards, False, live
        frame.exits, frame.loops, frame.scope, frame.handling, frame.yielded = kept
        run.store.rollback(mark)


def settle(run: Run) -> bool:
    """Tell what stayed out of reach and would have read more than is known; whether every way to an answer was followed."""
    for key, made in list(run.closures.items()):
        if key not in run.reached:
            run.frames.append(Frame(None, made.file, made.scope, run.store.mark()))
            # Who would call it is unknown too: it may be given the event.
            given = [OPAQUE if key in run.handed else parsed()] * len(made.function.parameters)
            doubt(run, made.function, partial(run.call_plain, made, *given, line=made.function.line))
            run.frames.pop()
    left = {key: one for key, one in run.doubts.items() if key not in run.reached}
    more = {key: one for key, one in left.items() if one.more or one.keys - run.ledger.keys.keys()}
    for one in more.values():
        run.ledger.escape("unreached", one.file, one.line, "seems never to be reached")
    return more.keys() <= run.closures.keys()
