from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.model import Step
from sync.core.worlds import Configuration, FailoverTarget, FoundFunction, FoundRegistration
from sync.specs.ids import Region
from tests.fakes.apply import Apply
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import (
    IDENTITY,
    LOOKUP,
    NUMBER,
    OLD,
    changed,
    configure,
    function,
    plan,
    register,
    registration,
    repoint,
    state,
    unregister,
    update,
)


def _put(fake: FakeClouds, item: FoundRegistration | FoundFunction) -> None:
    world = fake.world
    if isinstance(item, FoundRegistration):
        fake.change(replace(world, registrations={**world.registrations, (item.center, item.id): item}))
    else:
        fake.change(replace(world, functions={**world.functions, item.address: item}))


RETARGETED = "its target is now cn-hangzhou/lookup, planned was cn-hangzhou/{}"
FAILOVER = FailoverTarget(Region("cn-shanghai"), 0.5)


@pytest.mark.parametrize(
    ("step", "now", "error"),
    [
        pytest.param(
            repoint(),
            registration("r-number", LOOKUP, "region of a number"),
            RETARGETED.format("demo_service/get_number_region"),
            id="repointed-elsewhere",
        ),
        pytest.param(
            repoint(),
            changed(registration("r-number", repoint().before.target, "region of a number"), role="other-role"),
            "its role is now 'other-role', planned was 'test-role'",
            id="role",
        ),
        pytest.param(
            update(),
            changed(registration("r-lookup", LOOKUP, "a word"), failover=FAILOVER),
            "its failover is now cn-shanghai with weight 0.5, planned was none",
            id="failover",
        ),
        pytest.param(
            unregister(), registration("r-retired", LOOKUP, "retired"), RETARGETED.format("demo-service/retired"), id="in-use-again"
        ),
        pytest.param(
            register(),
            registration("r-theirs", IDENTITY, "their word"),
            "registration r-theirs already has this target, but its description is now 'their word', planned was 'identity check'",
            id="registered-by-somebody-in-other-words",
        ),
        pytest.param(
            configure(),
            replace(function(IDENTITY, replace(OLD, memory=512)), modified="second"),
            "it was changed on second, after the plan was made (first); "
            'now memory is 512, environment.MODE is "slow", environment.API_KEY is not shown',
            id="reconfigured",
        ),
        pytest.param(
            configure(),
            replace(function(IDENTITY, replace(OLD, environment=None)), modified="second"),
            "it was changed on second, after the plan was made (first); "
            "now memory is 128, environment.MODE is null, environment.API_KEY is not shown",
            id="environment-emptied",
        ),
    ],
)
def test_a_target_that_is_neither_as_planned_nor_as_wanted_is_left_alone_and_described(
    step: Step, now: FoundRegistration | FoundFunction, error: str
) -> None:
    apply = Apply()
    _put(apply.fake, now)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason, result.error) == ("failed", "target-changed", error)
    assert apply.fake.sent() == []


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_registration_that_is_gone_is_described_also_to_the_person_who_should_edit_it(*, by_hand: bool) -> None:
    apply = Apply()
    apply.fake.change(replace(apply.fake.world, registrations={}))
    report = apply.run(plan(repoint(by_hand=by_hand), update(by_hand=by_hand)))
    assert [(result.outcome, result.reason, result.error) for result in report.results] == [
        ("failed", "target-changed", "registration r-number is gone"),
        ("failed", "target-changed", "registration r-lookup is gone"),
    ]


@pytest.mark.parametrize(
    ("step", "address"),
    [
        pytest.param(register(), IDENTITY, id="register"),
        pytest.param(repoint(), NUMBER, id="repoint"),
        pytest.param(configure(), IDENTITY, id="configure"),
    ],
)
def test_nothing_is_pointed_at_a_function_that_was_deleted_since_the_plan(step: Step, address: object) -> None:
    apply = Apply()
    left = {key: item for key, item in apply.fake.world.functions.items() if item.address != address}
    apply.fake.change(replace(apply.fake.world, functions=left))
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason, result.error) == ("failed", "target-changed", f"the function {address} does not exist")
    assert apply.fake.sent() == []


def test_a_function_that_somebody_else_put_right_is_done_although_it_was_modified() -> None:
    apply = Apply()
    right = Configuration(memory=256, environment={"API_KEY": "test-new-key", "MODE": "fast"})
    _put(apply.fake, replace(function(IDENTITY, right), modified="second"))
    (result,) = apply.run(plan(configure())).results
    assert (result.outcome, result.reason) == ("done", "already-so")


def test_a_registration_that_asks_for_no_role_takes_the_one_the_center_fills_in() -> None:
    apply = Apply()
    _put(apply.fake, registration("r-theirs", IDENTITY, "identity check"))
    step = replace(register(), after=replace(state(IDENTITY, "identity check"), role=""))
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason, result.registration_id) == ("done", "already-so", "r-theirs")
    assert apply.fake.sent() == []
