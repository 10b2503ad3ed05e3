"""What may be a function of the registry under another name is not imported as a new one."""

from __future__ import annotations

import pytest

from sync.core.assessment import assess
from sync.core.importing import LeftOut, choose
from tests.fakes.worlds import at, found, listed
from tests.unit.core.test_location import LOCK, STALE, WANTED, A, B, job

TWIN = f"{B}s"


@pytest.mark.parametrize(
    ("functions", "asked"),
    [
        pytest.param([B], [B], id="renamed"),
        pytest.param([B, TWIN], [B, TWIN], id="one-of-two"),
    ],
)
def test_a_match_is_left_out_with_the_uid_that_it_may_be(functions: list[str], asked: list[str]) -> None:
    world = found(*(job(place, "orders") for place in functions), STALE)

    chosen = choose(assess(WANTED, LOCK, world), asked={at(place) for place in asked})

    assert chosen.choices == []
    assert [item for item in chosen.left_out if item.reason == "match"] == [
        LeftOut(reason="match", target=at(place), detail="orders") for place in sorted(asked)
    ]


def test_a_registration_that_reaches_a_match_is_left_out_with_it() -> None:
    world = found(job(B, "orders"), STALE, listed("r2", B))

    chosen = choose(assess(WANTED, LOCK, world))

    assert LeftOut(reason="match", target=at(B), center="hotline", registration="r2", detail="orders") in chosen.left_out
    assert [item.detail for item in chosen.left_out if item.reason == "stale"] == []


def test_what_is_left_out_for_another_reason_names_nobody() -> None:
    world = found(job(A, "orders"), listed("r1", A), listed("r2", A), listed("r3", "cn-hangzhou/orders/nothing"))

    chosen = choose(assess(WANTED, LOCK, world))

    assert {(item.reason, item.detail) for item in chosen.left_out} == {("duplicate", ""), ("stale", "")}
