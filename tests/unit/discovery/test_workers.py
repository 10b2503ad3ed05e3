from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workers import WorkerPool, map_ordered
from tests.patience import PATIENCE

INTERRUPTED_WHILE_A_JOB_HANGS = """
import time
from sync.workers import WorkerPool
with WorkerPool(4) as pool:
    for number in range(8):
        pool.submit(number, lambda: time.sleep(3600))
    raise KeyboardInterrupt
"""


@given(st.lists(st.integers(), max_size=50), st.integers(min_value=1, max_value=8))
def test_results_come_in_the_order_given(numbers: list[int], workers: int) -> None:
    assert map_ordered([lambda number=number: number * 2 for number in numbers], workers) == tuple(number * 2 for number in numbers)  # type: ignore[misc]  # bound per number


def test_no_more_jobs_run_at_once_than_there_are_workers() -> None:
    lock, now, most = threading.Lock(), 0, 0
    together = threading.Barrier(3, timeout=PATIENCE)

    def job() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        together.wait()
        time.sleep(0.005)  # one too many has the time to come
        with lock:
            now -= 1

    map_ordered([job] * 18, 3)
    assert most == 3


def test_jobs_submitted_while_outcomes_are_read_are_run_too() -> None:
    with WorkerPool[int, int](2) as pool:
        pool.submit(0, lambda: 0)
        seen = []
        for outcome in pool.outcomes():
            seen.append(outcome.unwrap())
            if outcome.key < 5:
                pool.submit(outcome.key + 1, lambda key=outcome.key: key + 1)  # type: ignore[misc]  # bound per outcome
    assert seen == [0, 1, 2, 3, 4, 5]


def test_the_first_failure_is_raised_and_what_has_not_begun_is_dropped() -> None:
    begun: list[int] = []
    raised = threading.Event()

    def job(number: int) -> int:
        begun.append(number)
        if number == 0:
            raise ValueError("first")
        raised.wait(PATIENCE)
        return number

    with pytest.raises(ValueError, match="first"):
        map_ordered([lambda number=number: job(number) for number in range(1000)], 2)  # type: ignore[misc]  # bound per number
    raised.set()
    time.sleep(0.1)  # what is not dropped has the time to begin
    assert set(begun) <= {0, 1, 2}


def test_an_interrupted_program_ends_at_once_although_jobs_hang() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_A_JOB_HANGS], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert ended.stderr.rstrip().endswith("KeyboardInterrupt")
