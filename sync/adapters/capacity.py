"""A bounded amount of something that several threads share: disk, or places for packages in flight."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class CapacityLimiter:
    """Holds `size` units. A request waits until enough is given back; a request for more than the total is refused."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._left = size
        self._freed = threading.Condition()

    @contextmanager
    def taken(self, amount: int) -> Iterator[None]:
        """Take so much for as long as the `with` block lasts. Raises ValueError for more than the total."""
        if amount > self.size:
            raise ValueError(f"{amount} of {self.size} can never be available")
        with self._freed:
            self._freed.wait_for(lambda: self._left >= amount)
            self._left -= amount
        try:
            yield
        finally:
            self.give(amount)

    def take_now(self, amount: int) -> bool:
        """Take so much if it is available; the caller must `give` it back."""
        with self._freed:
            if self._left < amount:
                return False
            self._left -= amount
            return True

    def give(self, amount: int) -> None:
        """Give back what was taken."""
        with self._freed:
            self._left += amount
            self._freed.notify_all()
