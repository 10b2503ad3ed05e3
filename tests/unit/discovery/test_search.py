"""Where a function of the registry is missing, other regions are read for it; else they are not, and gaps there are their own."""

from __future__ import annotations

import pytest

from sync.discovery.world import discover
from sync.errors import Failure
from sync.specs.ids import Address, Region
from tests.unit.discovery.test_discover import IDENTITY, LOOKUP, NUMBER, clouds, function, read_places, silent, wanted

BEIJING, SHENZHEN = Region("cn-beijing"), Region("cn-shenzhen")
MOVED = Address(BEIJING, "demo-service", "get_number_region")


def test_regions_elsewhere_are_not_read_while_nothing_is_missing() -> None:
    fake = clouds(NUMBER)

    discover(fake.readers, wanted(NUMBER), None, elsewhere=(BEIJING,), progress=silent)

    assert read_places(fake) == {"cn-hangzhou 2.0"}


def test_where_one_is_missing_they_are_read_in_both_generations_and_each_place_once() -> None:
    fake = clouds(IDENTITY, MOVED)

    found = discover(fake.readers, wanted(NUMBER, IDENTITY), None, elsewhere=(BEIJING, SHENZHEN), progress=silent)

    assert sorted(call.subject for call in fake.sent("functions")) == [
        "cn-beijing 2.0", "cn-beijing 3.0", "cn-hangzhou 2.0", "cn-shenzhen 2.0", "cn-shenzhen 3.0",
    ]  # fmt: skip
    assert found.functions == (function(MOVED), function(IDENTITY))
    assert found.unsearched == ()


def test_what_cannot_be_read_there_is_a_gap_of_the_search_alone() -> None:
    fake = clouds(LOOKUP)
    fake.fail("functions", Failure.DENIED, skip=2, times=2)

    found = discover(fake.readers, wanted(NUMBER, LOOKUP), None, elsewhere=(BEIJING,), workers=1, progress=silent)

    assert found.gaps == ()
    assert [(gap.scope, gap.subject, gap.generation) for gap in found.unsearched] == [
        ("region", "cn-beijing", "2.0"), ("region", "cn-beijing", "3.0"),
    ]  # fmt: skip


@pytest.mark.parametrize("failure", [Failure.LOST, Failure.UNAVAILABLE])
def test_a_place_that_could_not_be_read_is_no_reason_to_look_elsewhere(failure: Failure) -> None:
    fake = clouds(NUMBER)
    fake.fail("functions", failure)

    found = discover(fake.readers, wanted(NUMBER), None, elsewhere=(BEIJING,), progress=silent)

    assert read_places(fake) == {"cn-hangzhou 2.0"}
    assert [gap.subject for gap in found.gaps] == ["cn-hangzhou"]
