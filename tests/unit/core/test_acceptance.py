"""What may be accepted of a found world, and what becomes of the callers then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.acceptance import Standing, callers, claimed, former_address, found_elsewhere, standing
from sync.core.assessment import assess
from sync.core.matching.identity import Certainty, FunctionMatch, Rival
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.worlds import Found, FoundRegistration, Wanted
from sync.specs.ids import Address, Uid
from sync.specs.models import Lock
from tests.fakes.worlds import BASIS, at, flow, found, function, gap, listed, registered, wanted
from tests.unit.core.test_location import AHEAD, BEFORE, FAR, LOCK, NEW, STALE, TWO, TWO_LOCK, WANTED, A, B, C, job

UID = Uid("orders")
AT_HOME = job(A, "orders", created=BEFORE)


@pytest.mark.parametrize(
    ("of", "world", "recorded", "expected"),
    [
        pytest.param(WANTED, found(job(B, "orders"), STALE), LOCK, "elsewhere", id="renamed"),
        pytest.param(WANTED, found(job(NEW, "orders"), STALE), LOCK, "elsewhere", id="migrated"),
        pytest.param(WANTED, found(job(B, "orders", package="edited"), STALE), LOCK, "elsewhere", id="suspected"),
        pytest.param(WANTED, found(job(B, "orders"), job(f"{B}s", "orders"), STALE), LOCK, "unsure", id="two alike"),
        pytest.param(WANTED, found(STALE), LOCK, "gone", id="gone"),
        pytest.param(WANTED, found(STALE), None, "gone", id="never recorded"),
        pytest.param(WANTED, found(STALE, gap("region", "cn-hangzhou")), LOCK, "unread", id="a region that could not be read"),
        pytest.param(WANTED, found(AT_HOME, STALE), LOCK, "home", id="where it was"),
        pytest.param(WANTED, found(AT_HOME, job(B, "orders"), STALE), LOCK, "home", id="a copy beside it"),
        pytest.param(AHEAD, found(AT_HOME, STALE), LOCK, "moving", id="the registry is ahead"),
        pytest.param(AHEAD, found(job(B, "orders"), STALE), LOCK, "home", id="the registry has followed"),
    ],
)
def test_how_a_function_stands_to_its_place_in_the_registry(
    of: Wanted, world: Found, recorded: Lock | None, expected: Standing
) -> None:
    assert standing(assess(of, recorded, world), of.functions[0]) == expected


def test_what_is_offered_is_what_was_found_elsewhere_or_may_be() -> None:
    world = found(job(B, "orders"), job("cn-hangzhou/orders/refund2", "refunds"), job("cn-hangzhou/orders/refund3", "refunds"))

    offered = list(found_elsewhere(assess(TWO, TWO_LOCK, world)))

    assert [(item.match.uid, item.wanted, item.match.found) for item in offered] == [
        ("orders", at(A), at(B)),
        ("refunds", at(C), None),
    ]


def test_what_is_a_match_or_may_be_one_is_claimed() -> None:
    twins = [job("cn-hangzhou/orders/refund2", "refunds"), job("cn-hangzhou/orders/refund3", "refunds")]
    stranger = job("cn-shenzhen/weather/forecast", "weather", created=BEFORE)
    world = found(job(B, "orders"), *twins, stranger)

    taken = claimed(assess(TWO, TWO_LOCK, world))

    assert taken[at(B)] == "orders"
    assert {taken[twin.address] for twin in twins} == {"refunds"}
    assert stranger.address not in taken


def test_a_former_address_is_the_recorded_one_however_the_registry_has_moved_on() -> None:
    assert former_address(assess(AHEAD, LOCK, found()), AHEAD.functions[0]) == at(A)
    assert former_address(assess(AHEAD, None, found()), AHEAD.functions[0]) == at(B)


CALLED = flow("f1", "r1")


@pytest.mark.parametrize(
    ("of", "world", "effect"),
    [
        pytest.param(AHEAD, found(job(B, "orders"), STALE, CALLED), "repointed", id="the old one is gone"),
        pytest.param(AHEAD, found(job(B, "orders"), listed("r1", B), CALLED), "reached", id="somebody repointed it"),
        pytest.param(AHEAD, found(AT_HOME, job(B, "orders"), STALE, CALLED), "held-back", id="callers still use the old one"),
        pytest.param(
            wanted(*AHEAD.functions, mode="console"),
            found(job(B, "orders"), STALE, CALLED),
            "by-hand",
            id="a center without writes",
        ),
    ],
)
def test_what_becomes_of_a_registration(of: Wanted, world: Found, effect: str) -> None:
    numbered = replace(world, flows=tuple(replace(item, numbers=("4001",)) for item in world.flows))
    after = assess(of, LOCK, numbered)

    (caller,) = callers(UID, after, plan_of(after, Policy(), BASIS, "test"))

    assert (caller.registration, caller.effect, caller.numbers) == ("r1", effect, ("4001",))
    assert [item.id for item in caller.flows] == ["f1"]


def test_a_function_without_a_registration_has_no_callers() -> None:
    after = assess(wanted(function("orders", FAR), registered("refunds", C)), LOCK, found(job(FAR, "orders")))

    assert callers(UID, after, plan_of(after, Policy(), BASIS, "test")) == ()


def test_what_stands_in_its_place_while_it_may_be_one_of_several_is_unsure() -> None:
    stranger = job(A, "weather")
    world = found(stranger, job(B, "orders"), job(f"{B}s", "orders"), STALE)

    assert standing(assess(WANTED, LOCK, world), WANTED.functions[0]) == "unsure"


def test_one_that_is_gone_is_not_offered_whatever_else_lives() -> None:
    assert list(found_elsewhere(assess(WANTED, LOCK, found(STALE)))) == []
    behind_a_gap = replace(found(STALE), unsearched=(gap("region", "cn-beijing", "2.0"),))
    assert list(found_elsewhere(assess(WANTED, LOCK, behind_a_gap))) == []


def test_what_is_certain_claims_nothing_but_itself_and_what_is_gone_nothing() -> None:
    stranger = job("cn-hangzhou/orders/order-weather", "weather")

    assert claimed(assess(WANTED, LOCK, found(job(B, "orders"), stranger))) == {at(B): "orders"}
    assert claimed(assess(WANTED, LOCK, found())) == {}


def test_a_caller_is_named_with_its_center_and_a_flow_without_numbers_has_none() -> None:
    after = assess(AHEAD, LOCK, found(job(B, "orders"), STALE, CALLED))

    (caller,) = callers(UID, after, plan_of(after, Policy(), BASIS, "test"))

    assert (caller.center, caller.numbers) == ("hotline", ())


@pytest.mark.parametrize(
    ("certainty", "claims"),
    [
        pytest.param("certain", {at(B)}, id="certain"),
        pytest.param("suspected", {at(B), at(C)}, id="suspected"),
        pytest.param("unsure", {at(B), at(C)}, id="unsure"),
        pytest.param("gone", {at(B)}, id="gone"),
    ],
)
def test_rivals_are_claimed_while_one_of_them_may_be_it(certainty: Certainty, claims: set[Address]) -> None:
    rival = Rival(address=at(C), probability=0.1, lost="less-alike")
    match = FunctionMatch(uid=UID, was=at(A), found=at(B), certainty=certainty, probability=0.9, rivals=(rival,))

    assert claimed(replace(assess(WANTED, LOCK, found()), matches={UID: match})).keys() == claims


FOLLOWS = replace(AHEAD, functions=tuple(replace(one, formerly=(at(A),)) for one in AHEAD.functions))
ABOUT_BOTH = (flow("f1", "r1"), flow("f2", "r2"))


@pytest.mark.parametrize(
    ("of", "recorded", "second", "expected"),
    [
        pytest.param(AHEAD, LOCK, listed("r2", A), [("r1", "repointed", ["f1"]), ("r2", "by-hand", ["f2"])], id="where-it-was"),
        pytest.param(FOLLOWS, None, listed("r2", A), [("r1", "by-hand", ["f1"]), ("r2", "by-hand", ["f2"])], id="either-may-be-it"),
        pytest.param(AHEAD, LOCK, listed("r2", B), [("r1", "repointed", ["f1"]), ("r2", "reached", ["f2"])], id="where-it-is-now"),
        pytest.param(AHEAD, LOCK, listed("r2", C), [("r1", "repointed", ["f1"])], id="anywhere-else"),
        pytest.param(
            wanted(*AHEAD.functions, registered("refunds", A)), TWO_LOCK, listed("r2", A), [("r1", "repointed", ["f1"])],
            id="where-another-function-is-wanted-now",
        ),
    ],
)  # fmt: skip
def test_a_second_registration_of_the_old_place_is_left_to_a_person(
    of: Wanted, recorded: Lock | None, second: FoundRegistration, expected: list[tuple[str, str, list[str]]]
) -> None:
    after = assess(of, recorded, found(job(B, "orders"), STALE, second, *ABOUT_BOTH))

    made = callers(UID, after, plan_of(after, Policy(), BASIS, "test"))

    assert [(one.registration, one.effect, [flow.id for flow in one.flows]) for one in made] == expected
