"""A bounded pool of threads: results as they arrive, and no waiting when the caller stops.

The threads are daemons, because a pool that is joined at exit would make Ctrl-C wait for every request still on the wire.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

Key = TypeVar("Key")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Key, Result]):
    """How one job ended: its result, or the exception it raised."""

    key: Key
    result: Result | None
    error: BaseException | None

    def unwrap(self) -> Result:
        """The result; raises what the job raised."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]  # None only where Result itself allows it


class WorkerPool(Generic[Key, Result]):
    """Runs submitted jobs on at most `workers` threads. Leaving the `with` block drops what has not begun."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads: list[threading.Thread] = []
        self._jobs: SimpleQueue[tuple[Key, Callable[[], Result]] | None] = SimpleQueue()
        self._ended: SimpleQueue[Outcome[Key, Result]] = SimpleQueue()
        self._outstanding = 0
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped.set()
        for _ in self._threads:
            self._jobs.put(None)

    def submit(self, key: Key, job: Callable[[], Result]) -> None:
        """Queue a job; allowed while outcomes are being read."""
        self._outstanding += 1
        self._jobs.put((key, job))
        if len(self._threads) < min(self._workers, self._outstanding):
            thread = threading.Thread(target=self._work, daemon=True, name=f"worker-{len(self._threads)}")
            self._threads.append(thread)
            thread.start()

    def outcomes(self) -> Iterator[Outcome[Key, Result]]:
        """Every outcome in the order the jobs end, until nothing is outstanding."""
        while self._outstanding:
            outcome = self._ended.get()
            self._outstanding -= 1
            yield outcome

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None and not self._stopped.is_set():
            key, job = item
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001 - handed to the caller, who decides
                self._ended.put(Outcome(key=key, result=None, error=error))
            else:
                self._ended.put(Outcome(key=key, result=result, error=None))


def map_ordered(jobs: list[Callable[[], Result]], workers: int) -> tuple[Result, ...]:
    """Run all jobs on at most `workers` threads; results in the order given. The first failure is raised at once."""
    if len(jobs) <= 1:
        return tuple(job() for job in jobs)
    results: dict[int, Result] = {}
    with WorkerPool[int, Result](workers) as pool:
        for number, job in enumerate(jobs):
            pool.submit(number, job)
        for outcome in pool.outcomes():
            results[outcome.key] = outcome.unwrap()
    return tuple(results[number] for number in range(len(jobs)))
