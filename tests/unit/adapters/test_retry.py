from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.adapters.errors import Throttled, cloud_error
from sync.adapters.retry import OPERATIONS, REPEATABLE, Kind, Retry
from sync.errors import CloudError, Failure
from tests.fakes.clock import FakeClock

WRITE_VERBS = ("Add", "Modify", "Delete", "Update", "Create", "Publish", "Commit", "Start", "Discard", "Tag", "Invoke", "Test")


def failing(*failures: Failure | None, then: str = "answer") -> Callable[[], str]:
    """A call that fails so, in turn, and then answers; None answers at once."""
    ahead = list(failures)

    def call() -> str:
        failure = ahead.pop(0) if ahead else None
        if failure is None:
            return then
        if failure is Failure.THROTTLED:
            raise throttled(None)
        raise cloud_error("Operation", failure, code=failure.value, message="")

    return call


def throttled(wish: float | None) -> Throttled:
    return Throttled("Operation", code="Throttling", message="", request_id="", retry_after=wish)


def run(kind: Kind, call: Callable[[], str], clock: FakeClock | None = None) -> str | None:
    clock = clock or FakeClock()
    return Retry(clock=clock, sleep=clock.sleep, jitter=lambda most: most).run(kind, call)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("failure", Failure)
def test_a_failure_is_repeated_exactly_where_the_table_says_so(kind: Kind, failure: Failure) -> None:
    if failure in REPEATABLE[kind]:
        assert run(kind, failing(failure)) == "answer"
    else:
        with pytest.raises(CloudError) as caught:
            run(kind, failing(failure))
        assert caught.value.failure is failure


@pytest.mark.parametrize("kind", [Kind.CREATE, Kind.CALL, Kind.UPDATE])
@pytest.mark.parametrize("failure", [Failure.LOST, Failure.UNAVAILABLE])
def test_what_may_have_taken_effect_is_not_done_twice(kind: Kind, failure: Failure) -> None:
    with pytest.raises(CloudError):
        run(kind, failing(failure))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("failure", [Failure.ABSENT, Failure.CONFLICT, Failure.DENIED, Failure.INVALID, Failure.UNREADABLE])
def test_what_will_not_pass_is_never_repeated(kind: Kind, failure: Failure) -> None:
    assert failure not in REPEATABLE[kind]


def test_a_delete_repeated_after_no_answer_that_finds_nothing_has_succeeded() -> None:
    assert run(Kind.DELETE, failing(Failure.LOST, Failure.ABSENT)) is None


def test_a_delete_that_finds_nothing_at_once_or_after_throttling_is_absent() -> None:
    for failures in [(Failure.ABSENT,), (Failure.THROTTLED, Failure.ABSENT)]:
        with pytest.raises(CloudError) as caught:
            run(Kind.DELETE, failing(*failures))
        assert caught.value.failure is Failure.ABSENT


def test_a_failing_service_is_asked_four_times() -> None:
    clock = FakeClock()
    with pytest.raises(CloudError):
        run(Kind.READ, failing(*[Failure.UNAVAILABLE] * 100), clock)
    assert clock.slept == [0.4, 0.8, 1.6]


def test_throttling_is_waited_out_as_long_as_the_service_says() -> None:
    clock = FakeClock()
    wishes = [throttled(2.0), throttled(3.0)]

    def call() -> str:
        if wishes:
            raise wishes.pop(0)
        return "answer"

    assert run(Kind.CREATE, call, clock) == "answer"
    assert clock.slept == [2.4, 3.8]


def test_throttling_does_not_use_up_the_repetitions_for_failures() -> None:
    failures = [*[Failure.THROTTLED] * 5, *[Failure.LOST] * 3]
    assert run(Kind.READ, failing(*failures)) == "answer"


def test_throttling_for_ever_ends_within_the_budget_of_time() -> None:
    clock = FakeClock()
    with pytest.raises(CloudError) as caught:
        run(Kind.READ, failing(*[Failure.THROTTLED] * 1000), clock)
    assert caught.value.failure is Failure.THROTTLED
    assert 60 < clock() <= 90


def test_a_wish_beyond_the_budget_is_not_waited_for() -> None:
    clock = FakeClock()

    def call() -> str:
        raise throttled(3600.0)

    with pytest.raises(CloudError):
        run(Kind.READ, call, clock)
    assert clock.slept == []


def test_a_bug_is_not_repeated() -> None:
    calls: list[int] = []

    def call() -> str:
        calls.append(1)
        raise KeyError("a bug of ours")

    with pytest.raises(KeyError):
        run(Kind.READ, call)
    assert calls == [1]


def test_everything_named_like_a_write_is_known_as_one() -> None:
    kinds = {(api, name): kind for api, operations in OPERATIONS.items() for name, kind in operations.items()}
    assert {key for key, kind in kinds.items() if kind is not Kind.READ} == {key for key in kinds if key[1].startswith(WRITE_VERBS)}
