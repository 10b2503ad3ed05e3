"""Makes one write reliable, even if its answer is lost: read, send, read again."""

from __future__ import annotations

from typing import assert_never

from sync.core.plan.cause import Cause, NotReadAfterFailure, NotReadAgain, ShowsBefore, ShowsOther
from sync.core.plan.model import Step
from sync.core.plan.report import Reason, Result
from sync.errors import CloudError, Failure
from sync.execute.journal import Past
from sync.execute.preconditions import Diverged, Satisfied, Unchanged, Write, as_cause, wait_until_consistent
from sync.polling import Sleep, poll

_SENDS = (1.0, 4.0)  # seconds before it is sent a second and a third time
_REFUSED = frozenset({Failure.DENIED, Failure.INVALID})
_NOT_SENT = frozenset({Failure.THROTTLED, Failure.UNREACHED})
# Failures that leave open whether the write took effect. The rest (ABSENT, CONFLICT) mean that somebody else was first.
_IN_DOUBT = frozenset({Failure.LOST, Failure.UNAVAILABLE, Failure.UNREADABLE})
_ALREADY: dict[Past, Reason] = {Past.FRESH: "already-so", Past.BEGUN: "after-lost-answer", Past.DONE: "by-earlier-run"}


def ensure(step: Step, write: Write, past: Past, sleep: Sleep) -> Result:
    """Bring the target to the state that the step wants, and return the result.

    A step that an earlier run began may have taken effect without being visible yet, so its first read waits for consistency.
    """
    try:
        sight = write.look() if past is Past.FRESH else wait_until_consistent(write, sleep)
    except CloudError as error:
        return unanswered(step, error)
    match sight:
        case Satisfied(registration_id=found):
            return Result(step=step, outcome="done", reason=_ALREADY[past], registration_id=found)
        case Diverged(now=now):
            return failed(step, "target-changed", now)
        case Unchanged():
            return _send(step, write, sleep)
        case _:
            assert_never(sight)


def by_hand(step: Step, write: Write) -> Result:
    """Whether a step for a person is already done. One whose target changed is failed: its instructions are no longer right."""
    try:
        sight = write.look()
    except CloudError as error:
        return Result(step=step, outcome="by-hand", cause=as_cause(error))
    match sight:
        case Satisfied(registration_id=found):
            return Result(step=step, outcome="done", reason="already-so", registration_id=found)
        case Diverged(now=now):
            return failed(step, "target-changed", now)
        case Unchanged():
            return Result(step=step, outcome="by-hand")
        case _:
            assert_never(sight)


def failed(step: Step, reason: Reason, cause: Cause | None) -> Result:
    """A step that ended failed."""
    return Result(step=step, outcome="failed", reason=reason, cause=cause)


def unanswered(step: Step, error: CloudError) -> Result:
    """A step that the cloud refused, or that never reached it: a network that is down has refused nothing."""
    return failed(step, "no-connection" if error.failure is Failure.UNREACHED else "refused-by-cloud", as_cause(error))


def _send(step: Step, write: Write, sleep: Sleep) -> Result:
    result, _ = poll(lambda: _sent(step, write, sleep), lambda sent: sent[1], _SENDS, sleep)
    return result


def _sent(step: Step, write: Write, sleep: Sleep) -> tuple[Result, bool]:
    """The result, and whether the write certainly had no effect, so that it may be sent again."""
    try:
        given = write.send()
    except CloudError as error:
        result = _after_error(step, write, error, sleep)
        return result or unanswered(step, error), result is None
    return _confirm(step, write, given, sleep), False


def _confirm(step: Step, write: Write, given: str | None, sleep: Sleep) -> Result:
    """The cloud accepted it; it counts as done only when reading shows it."""
    try:
        sight = wait_until_consistent(write, sleep)
    except CloudError as error:
        return failed(step, "unconfirmed", NotReadAgain(unread=as_cause(error)))
    match sight:
        case Satisfied(registration_id=found):
            return Result(step=step, outcome="done", registration_id=given or found)
        case Diverged(now=now):
            return failed(step, "unconfirmed", ShowsOther(now=now))
        case Unchanged():
            return failed(step, "unconfirmed", ShowsBefore())
        case _:
            assert_never(sight)


def _after_error(step: Step, write: Write, error: CloudError, sleep: Sleep) -> Result | None:
    """The result of a failed send; None when it certainly had no effect and may be sent again."""
    if error.failure in _NOT_SENT:
        return None
    if error.failure in _REFUSED:
        return failed(step, "refused-by-cloud", as_cause(error))
    try:
        sight = wait_until_consistent(write, sleep)
    except CloudError as unread:
        return failed(step, "unconfirmed", NotReadAfterFailure(failure=as_cause(error), unread=as_cause(unread)))
    match sight:
        case Satisfied(registration_id=found):
            reason: Reason = "after-lost-answer" if error.failure in _IN_DOUBT else "already-so"
            return Result(step=step, outcome="done", reason=reason, registration_id=found)
        case Diverged(now=now):
            return failed(step, "target-changed", now)
        case Unchanged():
            return None if error.failure in _IN_DOUBT else failed(step, "refused-by-cloud", as_cause(error))
        case _:
            assert_never(sight)
