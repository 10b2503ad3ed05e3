from __future__ import annotations

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.adapters.rate_limiter import AdaptiveRateLimiter, Allowance
from sync.workers import map_ordered
from tests.fakes.clock import FakeClock


def paced(rate: float) -> tuple[AdaptiveRateLimiter, FakeClock]:
    clock = FakeClock()
    return AdaptiveRateLimiter(rate, clock=clock, sleep=clock.sleep), clock


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


def test_throttling_steps_back_from_what_was_answered_and_ends_the_burst() -> None:
    pace, clock = paced(200)
    for _ in range(21):
        pace.take()
    pace.slow(None)  # the last one: 20 were answered
    assert pace.rate == pytest.approx(18)
    pace.take()
    pace.take()
    assert clock() == pytest.approx(1 / 18)


def test_what_was_answered_is_tried_again_after_eight_seconds_and_more_only_then() -> None:
    pace, clock = paced(200)
    for _ in range(21):
        pace.take()
    pace.slow(None)
    clock.sleep(3)
    assert 18 < pace.rate < 20
    clock.sleep(5)
    assert pace.rate == pytest.approx(20)
    clock.sleep(2)
    assert 20 < pace.rate < 21


def test_of_a_rate_that_few_calls_say_nothing_about_some_is_kept() -> None:
    pace, _ = paced(200)
    pace.take()
    pace.slow(None)
    assert pace.rate == pytest.approx(9)


def test_calls_throttled_together_count_once() -> None:
    pace, _ = paced(200)
    for _ in range(28):
        pace.take()
    for _ in range(8):
        pace.slow(None)
    assert pace.rate == pytest.approx(18)


def test_throttling_long_after_throttling_takes_little_away() -> None:
    pace, clock = paced(200)
    for _ in range(41):
        pace.take()
    pace.slow(None)
    clock.sleep(8)  # back at 40
    pace.slow(None)  # nothing was sent for seconds, so that the answers say nothing
    assert pace.rate == pytest.approx(0.9 * 0.9 * 40)


def test_throttling_soon_after_throttling_takes_half_away_at_most() -> None:
    pace, clock = paced(200)
    for _ in range(41):
        pace.take()
    pace.slow(None)
    clock.sleep(1.5)
    before = pace.rate
    pace.slow(None)
    assert pace.rate == pytest.approx(0.9 * before / 2)


def limited(allowed: int, calls: int, *paces: AdaptiveRateLimiter, clock: FakeClock) -> tuple[float, int]:
    """The seconds it takes, and how often it is refused, to have so many calls answered in turn where so many a second are."""
    answered: deque[float] = deque()
    refused = 0
    for number in range(calls):
        pace = paces[number % len(paces)]
        pace.take()
        while len(answered) == allowed and answered[0] + 1 > clock():
            refused += 1
            pace.slow(answered[0] + 1 - clock())
            pace.take()
        answered.append(clock())
        if len(answered) > allowed:
            answered.popleft()
    return clock(), refused


@pytest.mark.parametrize("allowed", [20, 60, 150])
def test_a_limit_nobody_told_of_is_kept_to_and_made_use_of(allowed: int) -> None:
    pace, clock = paced(200)
    seconds, refused = limited(allowed, 1000, pace, clock=clock)
    assert seconds <= 1.1 * 1000 / allowed
    assert refused <= 0.02 * 1000


def test_apis_that_were_both_throttled_share_what_is_answered() -> None:
    clock, allowance = FakeClock(), Allowance()
    paces = [AdaptiveRateLimiter(200, clock=clock, sleep=clock.sleep, allowance=allowance) for _ in range(2)]
    seconds, refused = limited(20, 1000, *paces, clock=clock)
    assert seconds <= 1.1 * 1000 / 20
    assert refused <= 0.02 * 1000


def test_an_api_that_was_never_throttled_goes_on_at_its_own_rate() -> None:
    clock, allowance = FakeClock(), Allowance()
    one, other = (AdaptiveRateLimiter(100, clock=clock, sleep=clock.sleep, allowance=allowance) for _ in range(2))
    one.slow(30.0)
    other.take()
    assert (clock.slept, other.rate) == ([], 100)


def test_the_quiet_the_service_wants_is_kept_by_every_thread() -> None:
    pace, clock = paced(100)
    pace.slow(7.0)
    pace.take()
    assert clock() == pytest.approx(7.0)


def test_the_rate_recovers_within_a_minute_and_not_beyond() -> None:
    pace, clock = paced(200)
    pace.slow(None)
    clock.sleep(15)
    assert 10 < pace.rate < 200
    clock.sleep(45)
    pace.take()
    assert pace.rate == 200


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
    map_ordered([pace.take for _ in range(20)], 8)
    assert clock() == pytest.approx(1.0)


def test_answers_that_come_late_do_not_make_the_limit_seem_lower() -> None:
    pace, clock = paced(200)
    for _ in range(28):
        pace.take()
    for _ in range(8):
        clock.sleep(0.12)  # the last one comes when most of what was sent is more than a second ago
        pace.slow(None)
    clock.sleep(8 - 7 * 0.12)
    assert pace.rate == pytest.approx(20)
