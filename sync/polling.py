"""Asking again after a pause: the one loop for everything that may not be so at once.

A request that failed on its way is repeated by `sync.adapters.retry`, and a download by the bytes that came; everything else that
is asked or sent again comes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")
Sleep = Callable[[float], None]

# Seconds between looks. The clouds do not say how long a read may lag behind a write; together this is about eight seconds.
UNTIL_IT_SHOWS = (0.2, 0.5, 1.0, 2.0, 4.0)


def poll(ask: Callable[[], Answer], is_open: Callable[[Answer], bool], waits: Sequence[float], sleep: Sleep) -> Answer:
    """The first answer that leaves nothing open, or the last one: asked now, and again after each wait (seconds)."""
    answer = ask()
    for wait in waits:
        if not is_open(answer):
            break
        sleep(wait)
        answer = ask()
    return answer
