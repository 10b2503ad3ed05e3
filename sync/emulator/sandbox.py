"""One child process that runs uploaded code once: started, given its time, heard out within bounds, and ended with all it began."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sync.emulator.processes import Processes

LARGEST_ANSWER = 32 << 20  # the documented limit of a synchronous payload
_LOG_KEPT = 4096  # what X-Fc-Log-Result gives back
_SECONDS_TO_BE_READY = 30.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it. `answer` is None when the child ended, was ended, or said too much before it answered.

    `megabytes` is the most memory it used, None when it could not say so any more.
    """

    answer: bytes | None
    error: str | None
    megabytes: float | None
    log: bytes
    timed_out: bool
    too_large: bool
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What to run: a command that takes the file with its orders as last argument, in a directory of its own."""

    command: Sequence[str]
    orders: Mapping[str, object]
    directory: Path
    environment: Mapping[str, str]
    timeout: float


class _Log:
    """The end of what a child prints; the pipe is emptied all the time, so that printing never blocks it."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._kept = b""
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        while chunk := os.read(self._pipe, _CHUNK):
            self._kept = (self._kept + chunk)[-_LOG_KEPT:]
        os.close(self._pipe)

    def end(self) -> bytes:
        """What was kept. A process that left the group may hold the pipe open: it is not waited for."""
        self._thread.join(0.5)
        return self._kept


def run(errand: Errand, processes: Processes) -> Outcome:
    """Start the child, wait for its answer no longer than its timeout, and leave nothing of it running."""
    results, result = os.pipe()
    printed, printing = os.pipe()
    orders = errand.directory / "orders.json"
    orders.write_text(json.dumps({**errand.orders, "result": result}), encoding="utf-8")
    try:
        child = subprocess.Popen(
            [*errand.command, str(orders)],
            stdin=subprocess.PIPE,
            stdout=printing,
            stderr=printing,
            cwd=errand.directory,
            env=dict(errand.environment),
            pass_fds=(result,),
            start_new_session=True,
        )
    except OSError:
        os.close(results)
        os.close(printed)
        raise
    finally:
        os.close(result)
        os.close(printing)
    log = _Log(printed)
    processes.add(child)
    started = time.monotonic()
    try:
        _limit_cpu(child.pid, errand.timeout)
        heard = _Hearing(results)
        heard.listen(b"\n", _SECONDS_TO_BE_READY)
        started = time.monotonic()
        heard.listen_for_answer(errand.timeout)
    finally:
        processes.end(child)
        os.close(results)
        if child.stdin:
            child.stdin.close()
    return heard.outcome(log.end(), time.monotonic() - started)


class _Hearing:
    """What a child says on its result pipe: a line when it is ready, a line of JSON, the answer."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._heard = b""
        self._answer: bytes | None = None
        self._error: str | None = None
        self._megabytes: float | None = None
        self._timed_out = False
        self._too_large = False

    def listen(self, end: bytes, seconds: float) -> bytes | None:
        """Everything up to that mark, or None when the time is over or the child is gone."""
        deadline = time.monotonic() + seconds
        while end not in self._heard:
            if not self._more(deadline):
                return None
        said, _, self._heard = self._heard.partition(end)
        return said

    def listen_for_answer(self, seconds: float) -> None:
        """The answer, if it comes in time and is not too large."""
        deadline = time.monotonic() + seconds
        line = self.listen(b"\n", seconds)
        if line is None:
            return
        announced = json.loads(line)
        size, self._megabytes = int(announced["size"]), float(announced["memory"])
        if size > LARGEST_ANSWER:
            self._too_large = True
            return
        parts = [self._heard]
        left = size - len(self._heard)
        while left > 0:
            self._heard = b""
            if not self._more(deadline):
                return
            parts.append(self._heard)
            left -= len(self._heard)
        self._answer, self._error = b"".join(parts)[:size], announced["error"]

    def outcome(self, log: bytes, seconds: float) -> Outcome:
        """All of it."""
        return Outcome(
            answer=self._answer,
            error=self._error,
            megabytes=self._megabytes,
            log=log,
            timed_out=self._timed_out,
            too_large=self._too_large,
            seconds=seconds,
        )

    def _more(self, deadline: float) -> bool:
        left = deadline - time.monotonic()
        # poll, not select: the server may hold more than a thousand files open.
        ready = select.poll()
        ready.register(self._pipe, select.POLLIN | select.POLLHUP)
        if left <= 0 or not ready.poll(left * 1000):
            self._timed_out = True
            return False
        chunk = os.read(self._pipe, _CHUNK)
        self._heard += chunk
        return bool(chunk)


def _limit_cpu(pid: int, timeout: float) -> None:
    # Ends the child also when the emulator itself was killed. Several threads use up time faster than the clock.
    if hasattr(resource, "prlimit"):
        seconds = int(timeout + _SECONDS_TO_BE_READY) * (os.cpu_count() or 1)
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
