"""Conditions: an expression that is only asked whether it is true, so that each side of it keeps what it tells."""

from __future__ import annotations

from sync.signatures import form
from sync.signatures.follow.doubts import part
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import FALSE, TRUE, Sides, boolean, negate, truth
from sync.signatures.follow.values import Value


def sides(run: Run, test: form.Expr) -> Sides:
    """What is known where a test holds, and where it does not."""
    return truth(run, _asked(run, test))


def _asked(run: Run, test: form.Expr) -> Value:
    """A value that is true and false where the expression is.

    `a and b` is `a` where that is false; what `a` holds there could be taken for true when nothing else is known of it.
    """
    match test:
        case form.Not():
            return negate(run, _asked(run, test.value))
        case form.Logic(word="and"):
            yes, no = sides(run, test.left)
            return part(run, (no, None, lambda: FALSE), (yes, test.right, lambda: boolean(*sides(run, test.right))))
        case form.Logic(word="or"):
            yes, no = sides(run, test.left)
            return part(run, (yes, None, lambda: TRUE), (no, test.right, lambda: boolean(*sides(run, test.right))))
        case _:
            return run.eval(test)
