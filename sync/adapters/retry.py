"""The operations, and after which failures each may be sent again.

A call is repeated only where repeating cannot do harm: decided per operation, never by verb or status.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeVar

from sync.adapters.connection_config import Api
from sync.adapters.errors import Throttled
from sync.errors import CloudError, Failure

Answer = TypeVar("Answer")


class Kind(Enum):
    """The effect of an operation."""

    READ = "read"  # changes nothing
    CREATE = "create"  # a second time would make a second one
    MODIFY = "modify"  # a second time leaves what the first time left
    UPDATE = "update"  # guarded by a version, so a repeat after success would look like somebody else's change
    DELETE = "delete"  # a second time finds nothing
    CALL = "call"  # runs a user's code


OPERATIONS: Mapping[Api, Mapping[str, Kind]] = {
    "fc2": {
        "ListServices": Kind.READ,
        "ListFunctions": Kind.READ,
        "GetFunction": Kind.READ,
        "GetFunctionCode": Kind.READ,
        "UpdateFunction": Kind.UPDATE,
        "InvokeFunction": Kind.CALL,
    },
    "fc3": {
        "ListFunctions": Kind.READ,
        "GetFunction": Kind.READ,
        "GetFunctionCode": Kind.READ,
        "UpdateFunction": Kind.UPDATE,
        "InvokeFunction": Kind.CALL,
    },
    "ccc": {
        "ListFunctionMetas": Kind.READ,
        "ListContactFlows": Kind.READ,
        "GetContactFlow": Kind.READ,
        "ListPhoneNumbers": Kind.READ,
    },
    "call_center": {
        "ListFunctionMetas": Kind.READ,
        "GetFcInvokeRole": Kind.READ,
        "AddFunctionMeta": Kind.CREATE,
        "ModifyFunctionMeta": Kind.MODIFY,
        "DeleteFunctionMeta": Kind.DELETE,
        "TestFcInvocation": Kind.CALL,
    },
    "sts": {"GetCallerIdentity": Kind.READ},
}
_THROTTLED = frozenset({Failure.THROTTLED})
_NO_HARM = frozenset({Failure.THROTTLED, Failure.UNREACHED, Failure.UNAVAILABLE, Failure.LOST})
REPEATABLE: Mapping[Kind, frozenset[Failure]] = {
    Kind.READ: _NO_HARM,
    Kind.CREATE: _THROTTLED,
    Kind.MODIFY: _NO_HARM,
    Kind.UPDATE: _THROTTLED,
    Kind.DELETE: _NO_HARM,
    Kind.CALL: _THROTTLED,
}
ATTEMPTS = 4  # of failures that are not throttling; throttling is bounded by time alone
_BUDGET = 90.0  # seconds for one call with all its repetitions
_LONGEST_WAIT = 10.0


class Retry:
    """Repeats one call within a budget of time, with growing, jittered waits; a throttled call waits as long as the service asks.

    The clock is monotonic, in seconds; `jitter` returns a number from 0 up to its argument.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        jitter: Callable[[float], float] = lambda most: random.uniform(0, most),  # noqa: S311 - spreads load, protects nothing
        attempts: int = ATTEMPTS,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._attempts = attempts

    def run(self, kind: Kind, call: Callable[[], Answer]) -> Answer | None:
        """The call's answer; raises the last failure when the call may not or can no longer be repeated.

        None: a delete was repeated after no answer came, and found nothing: the first one took effect.
        """
        import tenacity  # noqa: PLC0415 - loads asyncio; only commands that speak to a cloud pay for it

        course = _Course(kind, deadline=self._clock() + _BUDGET, clock=self._clock)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(course.repeatable),
            wait=lambda state: self._wait(state.attempt_number, course.last),
            stop=lambda state: course.exhausted(state.upcoming_sleep, self._attempts),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(call)
        except CloudError as error:
            if kind is Kind.DELETE and error.failure is Failure.ABSENT and course.unanswered:
                return None
            raise

    def _wait(self, attempt: int, error: CloudError | None) -> float:
        growing = min(0.2 * 2**attempt, _LONGEST_WAIT)
        requested = error.retry_after if isinstance(error, Throttled) and error.retry_after else 0.0
        return requested + self._jitter(growing)


class _Course:
    """The state of one call so far."""

    def __init__(self, kind: Kind, *, deadline: float, clock: Callable[[], float]) -> None:
        self._kind = kind
        self._deadline = deadline
        self._clock = clock
        self.unanswered = 0
        self.last: CloudError | None = None

    def repeatable(self, error: BaseException) -> bool:
        if not isinstance(error, CloudError) or error.failure not in REPEATABLE[self._kind]:
            return False
        self.last = error
        self.unanswered += error.failure is not Failure.THROTTLED
        return True

    def exhausted(self, wait: float, attempts: int) -> bool:
        return self.unanswered >= attempts or self._clock() + wait > self._deadline
