from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.adapters.pace import Pace
from sync.crew import in_order
from tests.fakes.clock import FakeClock


def paced(rate: float) -> tuple[Pace, FakeClock]:
    clock = FakeClock()
    return Pace(rate, clock=clock, sleep=clock.sleep), clock


def test_one_second_of_calls_may_go_out_at_once() -> None:
    pace, clock = paced(10)
    for _ in range(10):
        pace.take()
    assert clock.slept == []


def test_after_the_burst_calls_go_out_at_the_rate() -> None:
    pace, clock = paced(10)
    for _ in range(30):
        pace.take()
    assert clock() == pytest.approx(2.0)


def test_throttling_halves_the_rate_and_ends_the_burst() -> None:
    pace, clock = paced(10)
    pace.slow(None)
    assert pace.rate == 5
    pace.take()
    assert clock() == pytest.approx(0.2)


def test_calls_throttled_together_count_once() -> None:
    pace, _ = paced(16)
    for _ in range(8):
        pace.slow(None)
    assert pace.rate == 8


def test_throttling_again_later_halves_again() -> None:
    pace, clock = paced(60)
    pace.slow(None)
    clock.sleep(1.0)
    pace.slow(None)
    assert pace.rate == pytest.approx(15.5)  # 30, one second of recovery to 31, halved


def test_the_quiet_the_service_wants_is_kept_by_every_thread() -> None:
    pace, clock = paced(100)
    pace.slow(7.0)
    pace.take()
    assert clock() == pytest.approx(7.0)


def test_the_rate_recovers_within_a_minute_and_not_beyond() -> None:
    pace, clock = paced(10)
    pace.slow(None)
    clock.sleep(15)
    pace.take()
    assert pace.rate == pytest.approx(7.5)
    clock.sleep(600)
    pace.take()
    assert pace.rate == 10


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_however_often_it_is_throttled_it_still_moves(pauses: list[float]) -> None:
    pace, clock = paced(10)
    for pause in pauses:
        pace.slow(pause)
        clock.sleep(1.0)
    before = clock()
    pace.take()
    assert 0.5 <= pace.rate <= 10
    assert clock() - before <= 7


def test_threads_share_one_bucket() -> None:
    pace, clock = paced(10)
    in_order([pace.take for _ in range(20)], 8)
    assert clock() >= 1.0
