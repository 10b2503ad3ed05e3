"""Conditions: an expression that is only asked whether it is true, so that each side of it keeps what it tells."""

from __future__ import annotations

from sync.signatures import ir
from sync.signatures.interpreter.doubts import part
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import FALSE, TRUE, Sides, boolean, negate, truth
from sync.signatures.interpreter.values import Value


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
