"""Polling: the one loop for everything that may take effect late.

A failed request is repeated by `sync.adapters.retry`, and a broken download resumes at the last byte; everything else that is
asked or sent again goes through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")
Sleep = Callable[[float], None]

# Seconds between two reads. The clouds do not say how long a read may lag behind a write; together this is about eight seconds.
UNTIL_IT_SHOWS = (0.2, 0.5, 1.0, 2.0, 4.0)


def poll(ask: Callable[[], Answer], is_open: Callable[[Answer], bool], waits: Sequence[float], sleep: Sleep) -> Answer:
    """The first complete answer, or the last one: asked now, and again after each wait (seconds)."""
    answer = ask()
    for wait in waits:
        if not is_open(answer):
            break
        sleep(wait)
        answer = ask()
    return answer
