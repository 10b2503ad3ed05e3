from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.adapters.pagination import LIMIT, ConsistentReader, InconsistentListingError, NumberedPage, TokenPage, by_number, by_token
from sync.errors import CloudError, Failure
from tests.fakes.clock import FakeClock

TokenAsk = Callable[[str | None, int], TokenPage[int]]


def same(item: int) -> int:
    return item


def tokens(items: list[int]) -> TokenAsk:
    """A service that gives these items page by page; its token is the position of the next page."""

    def ask(token: str | None, limit: int) -> TokenPage[int]:
        start = int(token or 0)
        end = start + limit
        return TokenPage(items=tuple(items[start:end]), token=str(end) if end < len(items) else None)

    return ask


def numbers(items: list[int], *, say: int | None = None) -> Callable[[int], NumberedPage[int]]:
    """A center that gives these items by page number and says there are `say` of them."""

    def ask(number: int) -> NumberedPage[int]:
        start = (number - 1) * LIMIT
        return NumberedPage(
            items=tuple(items[start : start + LIMIT]), number=number, size=LIMIT, total=len(items) if say is None else say
        )

    return ask


@given(st.integers(min_value=0, max_value=450))
def test_pages_by_token_give_everything_in_order(count: int) -> None:
    assert by_token(tokens(list(range(count))), same) == tuple(range(count))


@given(st.integers(min_value=0, max_value=450))
def test_pages_by_number_give_everything_in_order(count: int) -> None:
    assert by_number(numbers(list(range(count))), same) == tuple(range(count))


@given(count=st.integers(min_value=101, max_value=450), lost=st.integers(min_value=1, max_value=4))
def test_a_token_lost_after_a_full_page_never_shortens_a_list(count: int, lost: int) -> None:
    whole = tokens(list(range(count)))
    asked = 0

    def ask(token: str | None, limit: int) -> TokenPage[int]:
        nonlocal asked
        asked += 1
        page = whole(token, limit)
        return TokenPage(items=page.items, token=None) if asked == lost else page

    try:
        found = by_token(ask, same)
    except InconsistentListingError:
        return
    assert found == tuple(range(count))


def test_a_token_lost_at_every_page_is_found_out() -> None:
    whole = tokens(list(range(300)))

    def ask(token: str | None, limit: int) -> TokenPage[int]:
        return TokenPage(items=whole(token, limit).items, token=None)

    with pytest.raises(InconsistentListingError, match="ended before its end"):
        by_token(ask, same)


def test_a_full_last_page_costs_two_more_calls_and_any_other_none() -> None:
    asked: list[tuple[str | None, int]] = []

    def counting(items: list[int]) -> TokenAsk:
        whole = tokens(items)

        def ask(token: str | None, limit: int) -> TokenPage[int]:
            asked.append((token, limit))
            return whole(token, limit)

        return ask

    by_token(counting(list(range(199))), same)
    assert asked == [(None, 100), ("100", 100)]
    asked.clear()
    by_token(counting(list(range(200))), same)
    assert asked == [(None, 100), ("100", 100), ("100", 64), ("164", 64)]


def test_a_repeated_page_is_found_out() -> None:
    def ask(token: str | None, limit: int) -> TokenPage[int]:
        return TokenPage(items=tuple(range(limit)), token=str(int(token or 0) + 1))

    with pytest.raises(InconsistentListingError, match="was listed twice"):
        by_token(ask, same)


def test_a_token_that_leads_back_to_itself_is_found_out() -> None:
    def ask(token: str | None, limit: int) -> TokenPage[int]:
        del limit
        return TokenPage(items=(), token="here" if token is None else token)

    with pytest.raises(InconsistentListingError, match="token was repeated"):
        by_token(ask, same)


def test_an_empty_page_in_the_middle_is_no_end() -> None:
    empty: TokenPage[int] = TokenPage(items=(), token="b")
    pages = {None: TokenPage(items=(1,), token="a"), "a": empty, "b": TokenPage(items=(2,), token="")}
    assert by_token(lambda token, _limit: pages[token], same) == (1, 2)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(numbers(list(range(250)), say=251), id="one-is-missing"),
        pytest.param(numbers(list(range(250)), say=249), id="one-too-many"),
        pytest.param(numbers([*range(249), 0]), id="one-came-twice"),
        pytest.param(numbers([], say=3), id="an-empty-page-where-there-should-be-three"),
        pytest.param(numbers([], say=10**12), id="a-total-nobody-can-have"),
        pytest.param(lambda _number: numbers(list(range(250)))(1), id="the-first-page-again-and-again"),
        pytest.param(lambda number: numbers(list(range(250 + number)))(number), id="the-total-grows"),
    ],
)
def test_numbered_pages_that_contradict_each_other_are_found_out(ask: Callable[[int], NumberedPage[int]]) -> None:
    with pytest.raises(InconsistentListingError):
        by_number(ask, same)


@given(count=st.integers(min_value=0, max_value=350), lost=st.data())
def test_a_lost_numbered_page_never_shortens_a_list(count: int, lost: st.DataObject) -> None:
    number = lost.draw(st.integers(min_value=1, max_value=max(1, math.ceil(count / LIMIT))))
    whole = numbers(list(range(count)))

    def ask(asked: int) -> NumberedPage[int]:
        page = whole(asked)
        return NumberedPage(items=(), number=asked, size=LIMIT, total=page.total) if asked == number else page

    if count == 0:
        assert by_number(ask, same) == ()
    else:
        with pytest.raises(InconsistentListingError):
            by_number(ask, same)


def test_a_center_that_gives_smaller_pages_than_asked_is_read_at_its_own_size() -> None:
    def ask(number: int) -> NumberedPage[int]:
        items = list(range(95))
        return NumberedPage(items=tuple(items[(number - 1) * 10 : number * 10]), number=number, size=10, total=95)

    assert by_number(ask, same) == tuple(range(95))


def test_a_reading_that_contradicts_itself_is_read_again_after_a_pause() -> None:
    clock = FakeClock()
    readings = [InconsistentListingError("one"), InconsistentListingError("two")]

    def reading() -> tuple[int, ...]:
        if readings:
            raise readings.pop(0)
        return (1, 2)

    assert ConsistentReader(sleep=clock.sleep).read("ListFunctions", reading) == (1, 2)
    assert clock.slept == [0.2, 0.4]


def test_a_listing_that_never_settles_is_unreadable_and_says_why() -> None:
    def reading() -> tuple[int, ...]:
        raise InconsistentListingError("7 came twice")

    with pytest.raises(CloudError, match="the listing stayed inconsistent: 7 came twice") as caught:
        ConsistentReader(sleep=FakeClock().sleep).read("ListFunctions", reading)
    assert (caught.value.failure, caught.value.operation) == (Failure.UNREADABLE, "ListFunctions")


def test_a_failure_of_the_cloud_is_not_read_again() -> None:
    readings = 0

    def reading() -> tuple[int, ...]:
        nonlocal readings
        readings += 1
        raise CloudError("ListFunctions", Failure.DENIED, code="AccessDenied", message="no")

    with pytest.raises(CloudError):
        ConsistentReader(sleep=FakeClock().sleep).read("ListFunctions", reading)
    assert readings == 1
