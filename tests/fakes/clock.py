"""Time that passes only when somebody sleeps."""

from __future__ import annotations

import threading


class FakeClock:
    """A monotonic clock in seconds, and a sleep that moves it and remembers how long each sleep was."""

    def __init__(self) -> None:
        self._now = 0.0
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds
            self.slept.append(seconds)
