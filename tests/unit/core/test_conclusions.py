"""What may not be concluded, and what must not be forgotten: the corners where a wrong step would hurt a caller."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import Output, Register, UpdateRegistration
from sync.core.worlds import FailoverTarget, Found, Wanted
from sync.specs.ids import CenterName, Region
from sync.specs.models import Failover, Lock
from tests.fakes.worlds import (
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    plan,
    registered,
    registration,
    there,
    wanted,
    written,
)

A = "cn-hangzhou/demo-service/lookup"
B = "cn-hangzhou/demo-service/other"
C = "cn-hangzhou/demo-service/third"
MISSPELT = "cn-hangzhou/demo_service/lookup"
SHOUTED = "cn-hangzhou/DEMO-service/lookup"
LOOKUP = wanted(registered("lookup", A))
UNREAD_FUNCTION = gap("function", "cn-hangzhou", "2.0")


def _steps(of: Wanted, world: Found, recorded: Lock | None = None) -> list[str]:
    return [step.id for step in plan(of, world, recorded).steps]


@pytest.mark.parametrize(
    ("of", "world", "recorded", "steps"),
    [
        pytest.param(LOOKUP, found(there(A), listed("r1", MISSPELT), UNREAD_FUNCTION), None, [], id="it-may-be-the-misspelt-one"),
        pytest.param(
            LOOKUP,
            found(there(A), listed("r1", MISSPELT), UNREAD_FUNCTION),
            lock(old=entry(MISSPELT, identity="r1")),
            [],
            id="what-may-be-wanted-is-no-orphan",
        ),
        pytest.param(
            LOOKUP,
            found(there(A), listed("r1", MISSPELT), listed("r2", SHOUTED)),
            lock(old=entry(MISSPELT, identity="r1")),
            [],
            id="a-candidate-among-several-is-no-orphan",
        ),
        pytest.param(
            LOOKUP,
            found(there(A), listed("r1", MISSPELT), gap("region", "cn-hangzhou")),
            None,
            [],
            id="a-gap-without-a-generation-hides-both",
        ),
    ],
)
def test_nothing_is_registered_or_removed_while_it_is_open_which_is_which(
    of: Wanted, world: Found, recorded: Lock | None, steps: list[str]
) -> None:
    assert _steps(of, world, recorded) == steps


def test_a_registration_that_may_stand_in_an_unread_place_is_not_called_missing() -> None:
    made = plan(LOOKUP, found(there(A), listed("r1", MISSPELT), UNREAD_FUNCTION))

    assert [finding.code for finding in made.findings] == ["OB004", "RG008"]


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(found(there(A), listed("r1", A)), id="registered-under-another-id"),
        pytest.param(found(there(A)), id="not-registered"),
    ],
)
def test_an_adopted_id_that_is_gone_does_not_keep_the_plan_from_becoming_empty(world: Found) -> None:
    of = wanted(function("lookup", A, registration("lookup", A, adopt="r-gone")))
    registered_now = [listed("r-new", str(step.after.target)) for step in plan(of, world).steps if isinstance(step, Register)]

    after = replace(world, registrations=(*world.registrations, *registered_now))

    assert len(after.registrations) == 1
    assert (plan(of, after).findings, plan(of, after).steps) == ((), ())


@pytest.mark.parametrize(
    ("world", "refused", "steps"),
    [
        pytest.param(
            found(there(A), there(B), listed("r1", B), listed("r2", A), flow("f1", "r1")),
            ["repoint:hotline:lookup", "unregister:hotline:r2"],
            [],
            id="the-one-to-keep-may-not-be-repointed",
        ),
        pytest.param(found(there(B), listed("r1", B), listed("r2", A)), [], [], id="the-one-to-keep-has-nowhere-to-go"),
        pytest.param(
            found(there(A), there(B), listed("r1", B), listed("r2", A)),
            [],
            ["repoint:hotline:lookup", "unregister:hotline:r2"],
            id="the-one-to-keep-takes-over-first",
        ),
    ],
)
def test_a_duplicate_goes_only_when_the_one_that_is_kept_takes_its_place(
    world: Found, refused: list[str], steps: list[str]
) -> None:
    made = plan(LOOKUP, world, lock(lookup=entry(B, identity="r1")))

    assert [refusal.step.id for refusal in made.refusals] == refused
    assert [step.id for step in made.steps] == steps


@pytest.mark.parametrize(
    ("world", "breaks"),
    [
        pytest.param(found(there(A), flow("f1", "r1")), True, id="published"),
        pytest.param(found(there(A), flow("f1", "r1", published=False)), False, id="not-published"),
        pytest.param(found(there(A), flow("f1", "lookup")), True, id="by-a-name-that-no-registration-has"),
    ],
)
def test_a_flow_breaks_when_it_calls_a_registration_that_somebody_removed(world: Found, breaks: bool) -> None:  # noqa: FBT001  an expectation
    made = plan(LOOKUP, world, lock(lookup=entry(A, identity="r1")))

    codes = ["FL006", "RG001"]
    assert [(finding.code, finding.breaks) for finding in made.findings] == list(zip(codes, [breaks, False], strict=True))


def test_a_registration_added_by_api_leaves_its_failover_to_a_hand_in_the_same_plan() -> None:
    backup = FailoverTarget(Region("cn-shanghai"), 5.0)
    of = wanted(function("lookup", A, registration("lookup", A, failover=backup)))

    added, by_hand = plan(of, found(there(A))).steps
    (left,) = plan(of, found(there(A), listed("r1", A))).steps

    assert isinstance(added, Register)
    assert isinstance(by_hand, UpdateRegistration)
    assert (added.after.failover, by_hand.registration_id) == (None, Output(step=added.id))
    assert left == replace(by_hand, registration_id="r1", depends_on=())


def test_a_registration_that_is_no_longer_wanted_is_remembered_until_it_is_gone() -> None:
    of = wanted(function("lookup", A))
    recorded = lock(lookup=entry(A, identity="r1"))
    held = found(there(A), listed("r1", A), flow("f1", "r1"))
    gone = found(there(A))

    kept = written(of, held, plan(of, held, recorded), recorded)
    dropped = written(of, gone, plan(of, gone, kept), kept)

    assert [list(item.functions["lookup"].registrations) for item in (kept, dropped)] == [["hotline"], []]


def test_a_failover_region_this_program_does_not_know_is_still_compared() -> None:
    remembered = entry(A, identity="r1", description="old").registrations["hotline"]
    recorded = Lock(
        functions={
            "lookup": entry(A).model_copy(
                update={"registrations": {"hotline": remembered.model_copy(update={"failover": Failover(region="cn-moon")})}}
            )
        }
    )
    of = wanted(function("lookup", A, registration("lookup", A, description="new")))
    world = found(there(A), listed("r1", A, description="old", failover=FailoverTarget(Region("cn-moon"), 0.0)))

    assert [finding.code for finding in plan(of, world, recorded).findings] == ["RG005"]


def test_gaps_about_one_subject_are_told_in_one_order() -> None:
    gaps = [gap("region", "cn-hangzhou", "2.0"), gap("region", "cn-hangzhou", "3.0")]

    assert plan(LOOKUP, found(*gaps)) == plan(LOOKUP, found(*reversed(gaps)))


def test_what_a_repeated_page_lists_twice_counts_once() -> None:
    twice = found(there(A), there(A), listed("r1", A), listed("r1", A))

    assert plan(LOOKUP, twice) == plan(LOOKUP, found(there(A), listed("r1", A)))


def test_of_two_readings_of_one_registration_the_order_does_not_choose() -> None:
    readings = [listed("r1", A), listed("r1", B)]

    assert plan(LOOKUP, found(there(A), *readings)) == plan(LOOKUP, found(there(A), *reversed(readings)))


def test_another_center_with_the_same_ids_is_another_matter() -> None:
    elsewhere = replace(listed("r1", A), center=CenterName("elsewhere"))

    assert [finding.code for finding in plan(LOOKUP, found(there(A), elsewhere)).findings] == ["RG001"]
