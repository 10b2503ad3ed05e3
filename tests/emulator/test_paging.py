"""Pages put together are the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.messages import ApiError
from sync.emulator.paging import page, token_after

names = st.lists(st.text(st.sampled_from("ab$_é"), max_size=4), unique=True).map(sorted)


def everything(listed: list[str], limit: int, **more: str) -> list[str]:
    found: list[str] = []
    token = ""
    while True:
        rows, token = page(listed, {"limit": str(limit), "nextToken": token, **more})
        assert len(rows) <= limit
        found += rows
        if not token:
            return found


@given(names, st.integers(min_value=1, max_value=100))
def test_following_the_tokens_yields_every_name_once_in_order(listed: list[str], limit: int) -> None:
    assert everything(listed, limit) == listed


@given(names, st.integers(min_value=1, max_value=5), st.text(st.sampled_from("ab$_é"), max_size=2))
def test_a_prefix_yields_the_names_that_begin_so(listed: list[str], limit: int, prefix: str) -> None:
    assert everything(listed, limit, prefix=prefix) == [name for name in listed if name.startswith(prefix)]


@given(names, st.text(st.sampled_from("ab$_é"), max_size=4))
def test_a_start_key_is_itself_part_of_the_list(listed: list[str], start: str) -> None:
    assert everything(listed, 2, startKey=start) == [name for name in listed if name >= start]


def test_a_name_that_goes_between_two_pages_hides_no_other() -> None:
    rows, token = page(["a", "b", "c"], {"limit": "1"})
    assert rows == ["a"]
    assert page(["b", "c"], {"limit": "2", "nextToken": token}) == (["b", "c"], "")


def test_twenty_names_are_a_page_unless_said_otherwise() -> None:
    assert len(page([f"{number:02}" for number in range(30)], {})[0]) == 20


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many", "1.5"])
def test_an_impossible_limit_is_refused(limit: str) -> None:
    with pytest.raises(ApiError, match="limit must be a number from 1 to 100"):
        page([], {"limit": limit})


@pytest.mark.parametrize("token", ["tok", "%%%", "bm90IG91cnM=", "é"])
def test_a_token_nobody_gave_is_refused(token: str) -> None:
    with pytest.raises(ApiError, match="nextToken is not one that this service gave"):
        page([], {"nextToken": token})


def test_the_empty_name_leads_to_the_first_page() -> None:
    assert page(["a"], {"nextToken": token_after("")}) == (["a"], "")
