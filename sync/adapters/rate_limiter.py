"""How fast one API of one account is called: at its own ceiling, and slower once the service says so."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

_STEP_BACK = 0.9  # of what was answered: the rate right after throttling
_RETURN = 8.0  # seconds until what was answered then is tried again
_BEYOND = 0.002  # how fast more than that is tried, growing with the cube of the seconds: twice as much after eight of them
_UNKNOWN = 10.0  # calls per second that are kept at the first throttling, when too few were sent to learn from
_LOWEST = 0.5
_TOGETHER = 1.0  # seconds in which what is throttled counts as one event
_SOON = 2.0  # seconds; throttling again so soon means a much lower limit; later, it means that a few calls were sent at once


class Allowance:
    """The rate at which the service answered an account: shared by its APIs that were throttled.

    Whether two APIs have one limit or two is not documented. Those that were both throttled are taken to have one: else each would
    try for itself whether there is more, and be refused for it. `ceiling` is what was answered in the second before the throttling.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.members: set[AdaptiveRateLimiter] = set()
        self.resume = float("-inf")  # nothing is sent before
        self.next = float("-inf")  # the next turn that is free
        self._ceiling = 0.0
        self._least = 0.0  # the ceiling is not lowered below this at once
        self._slowed = float("-inf")

    def rate(self, now: float) -> float:
        """Calls per second: at first less than was answered, then carefully up to that, at last boldly beyond."""
        since = now - self._slowed - _RETURN
        steepness = (1 - _STEP_BACK) / _RETURN**3 if since < 0 else _BEYOND
        return max(self._ceiling * (1 + steepness * since**3), _LOWEST)

    def slow(self, newcomer: AdaptiveRateLimiter | None, now: float) -> None:
        """One of the members was throttled, for the first time if it is a newcomer.

        What was sent together is counted once, when the first of it is refused; every other refusal is one call less.
        """
        if now - self._slowed < _TOGETHER:
            self._ceiling = max(self._ceiling + (newcomer.sent_lately(now) if newcomer else -1), self._least)
            return
        answered = sum(member.sent_lately(now) for member in self.members)
        rate = self.rate(now) if newcomer is None else newcomer.full
        again = rate / 2 if now - self._slowed < _SOON else rate * _STEP_BACK
        self._least = again if newcomer is None else min(_UNKNOWN, rate)
        self._ceiling, self._slowed = min(rate, max(answered, self._least)), now


class AdaptiveRateLimiter:
    """Shared by all threads that call one API. Yields when throttled, recovers within a minute, never fails.

    `full` is calls per second; as many may be sent in one burst, until the service throttles them. The clock is
    monotonic, in seconds.
    """

    def __init__(
        self, full: float, *, clock: Callable[[], float], sleep: Callable[[float], None], allowance: Allowance | None = None
    ) -> None:
        self.full = full
        self._allowance = allowance or Allowance()
        self._clock = clock
        self._sleep = sleep
        self._burst = max(1 - 1 / full, 0.0)
        self._next = clock() - self._burst
        self._sent: deque[float] = deque()

    @property
    def rate(self) -> float:
        """Calls per second right now."""
        with self._allowance.lock:
            return self._rate(self._clock())

    def take(self) -> None:
        """Wait for this call's turn."""
        while not self._waited():
            pass

    def slow(self, pause: float | None) -> None:
        """The service throttled a call and wants `pause` seconds of quiet (None: did not say).

        Calls in flight together are throttled together: within one second they count once.
        """
        with self._allowance.lock:
            now, shared = self._clock(), self._allowance
            if self._sent:
                self._sent.pop()  # it was not answered
            newcomer = self if self not in shared.members else None
            shared.members.add(self)
            shared.slow(newcomer, now)
            shared.resume = max(shared.resume, now + (pause or 0.0))

    def sent_lately(self, now: float) -> int:
        """How many calls went out in the last second and were not throttled. The caller holds the allowance's lock."""
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        return len(self._sent)

    def _waited(self) -> bool:
        """Wait for a turn; it is lost when the service asks for quiet meanwhile."""
        shared = self._allowance
        with shared.lock:
            now = self._clock()
            turn = self._turn(now)
        if turn > now:
            self._sleep(turn - now)
        with shared.lock:
            if self in shared.members and turn < shared.resume:
                return False
            now = self._clock()
            self.sent_lately(now)
            self._sent.append(now)
            return True

    def _turn(self, now: float) -> float:
        shared, rate = self._allowance, self._rate(now)
        if self not in shared.members:
            turn = max(self._next, now - self._burst)
            self._next = turn + 1 / rate
            return turn
        turn = max(shared.next, shared.resume, now)
        shared.next = self._next = turn + 1 / rate
        return turn

    def _rate(self, now: float) -> float:
        """An API whose full rate is allowed again has no need to share."""
        shared = self._allowance
        if self in shared.members and shared.rate(now) >= self.full:
            shared.members.remove(self)
        return shared.rate(now) if self in shared.members else self.full
