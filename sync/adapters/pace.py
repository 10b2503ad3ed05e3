"""How fast one API of one account is called: a token bucket that yields when the service says so."""

from __future__ import annotations

import threading
from collections.abc import Callable

_RECOVERY = 60.0  # seconds from standstill back to the full rate


class Pace:
    """Shared by all threads that call one API. Halves its rate when throttled, recovers slowly, never fails.

    `rate` is calls per second; as many may be sent in one burst. The clock is monotonic, in seconds.
    """

    def __init__(self, rate: float, *, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._full = rate
        self._rate = rate
        self._lowest = min(rate, 0.5)
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._tokens = rate
        self._seen = clock()
        self._slowed = float("-inf")
        self._resume = float("-inf")

    @property
    def rate(self) -> float:
        """Calls per second right now."""
        return self._rate

    def take(self) -> None:
        """Wait for this call's turn."""
        with self._lock:
            now = self._refill()
            self._tokens -= 1
            wait = max(-self._tokens / self._rate, self._resume - now, 0.0)
        if wait > 0:
            self._sleep(wait)

    def slow(self, pause: float | None) -> None:
        """The service throttled a call and wants `pause` seconds of quiet (None: did not say).

        Calls in flight together are throttled together: within one second they count once.
        """
        with self._lock:
            now = self._refill()
            self._resume = max(self._resume, now + (pause or 0.0))
            if now - self._slowed >= 1.0:
                self._slowed = now
                self._rate = max(self._rate / 2, self._lowest)
                self._tokens = min(self._tokens, 0.0)

    def _refill(self) -> float:
        now = self._clock()
        elapsed, self._seen = max(now - self._seen, 0.0), now
        self._rate = min(self._full, self._rate + elapsed * self._full / _RECOVERY)
        self._tokens = min(self._rate, self._tokens + elapsed * self._rate)
        return now
