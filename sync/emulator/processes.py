"""The child processes that run uploaded code: every one is known, and none outlives its invocation or the emulator."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from subprocess import Popen
from threading import Lock


class Processes:
    """The children that run now. Each leads a process group of its own, which ends with it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: set[Popen[bytes]] = set()
        self._refusing = False

    def add(self, child: Popen[bytes]) -> None:
        """Remember a child that leads its own group; while none are accepted it is killed at once."""
        with self._lock:
            self._running.add(child)
            if self._refusing:
                _kill(child)

    def end(self, child: Popen[bytes]) -> None:
        """Kill what is left of the child's group, and wait for the child.

        The child must not have been waited for before: its number could be another process's by now.
        """
        _kill(child)
        child.wait()
        with self._lock:
            self._running.discard(child)

    def refuse(self) -> None:
        """Kill every group that runs, and any that comes until `accept`."""
        with self._lock:
            self._refusing = True
            for child in self._running:
                _kill(child)

    def accept(self) -> None:
        """Let children run again."""
        with self._lock:
            self._refusing = False

    def __len__(self) -> int:
        """How many run."""
        with self._lock:
            return len(self._running)


def _kill(child: Popen[bytes]) -> None:
    # Until it is waited for, an ended child keeps its number, so the group cannot be somebody else's.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
