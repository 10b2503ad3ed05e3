from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.cause import (
    Cause,
    FunctionAbsent,
    FunctionChanged,
    RegistrationChanged,
    RegistrationGone,
    SettingNow,
    TargetTaken,
)
from sync.core.plan.model import Step
from sync.core.worlds import Configuration, FailoverTarget, FoundFunction, FoundRegistration
from sync.specs.ids import Address, Region
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


FAILOVER = FailoverTarget(Region("cn-shanghai"), 0.5)


def reconfigured(memory: int, mode: str | None) -> FunctionChanged:
    now = (
        SettingNow(path="memory", value=memory),
        SettingNow(path="environment.MODE", value=mode),
        SettingNow(path="environment.API_KEY", value=None, secret=True),
    )
    return FunctionChanged(modified="second", planned="first", now=now)


@pytest.mark.parametrize(
    ("step", "now", "cause"),
    [
        pytest.param(
            repoint(),
            registration("r-number", LOOKUP, "region of a number"),
            RegistrationChanged(planned=repoint().before, now=state(LOOKUP, "region of a number")),
            id="repointed-elsewhere",
        ),
        pytest.param(
            repoint(),
            changed(registration("r-number", repoint().before.target, "region of a number"), role="other-role"),
            RegistrationChanged(planned=repoint().before, now=replace(repoint().before, role="other-role")),
            id="role",
        ),
        pytest.param(
            update(),
            changed(registration("r-lookup", LOOKUP, "a word"), failover=FAILOVER),
            RegistrationChanged(planned=update().before, now=replace(update().before, failover=FAILOVER)),
            id="failover",
        ),
        pytest.param(
            unregister(),
            registration("r-retired", LOOKUP, "retired"),
            RegistrationChanged(planned=unregister().before, now=state(LOOKUP, "retired")),
            id="in-use-again",
        ),
        pytest.param(
            register(),
            registration("r-theirs", IDENTITY, "their word"),
            TargetTaken(id="r-theirs", planned=register().after, now=state(IDENTITY, "their word")),
            id="registered-by-somebody-in-other-words",
        ),
        pytest.param(
            configure(),
            replace(function(IDENTITY, replace(OLD, memory=512)), modified="second"),
            reconfigured(512, "slow"),
            id="reconfigured",
        ),
        pytest.param(
            configure(),
            replace(function(IDENTITY, replace(OLD, environment=None)), modified="second"),
            reconfigured(128, None),
            id="environment-emptied",
        ),
    ],
)
def test_a_target_that_is_neither_as_planned_nor_as_wanted_is_left_alone_and_described(
    step: Step, now: FoundRegistration | FoundFunction, cause: Cause
) -> None:
    apply = Apply()
    _put(apply.fake, now)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason, result.cause) == ("failed", "target-changed", cause)
    assert apply.fake.sent() == []


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_registration_that_is_gone_is_described_also_to_the_person_who_should_edit_it(*, by_hand: bool) -> None:
    apply = Apply()
    apply.fake.change(replace(apply.fake.world, registrations={}))
    report = apply.run(plan(repoint(by_hand=by_hand), update(by_hand=by_hand)))
    assert [(result.outcome, result.reason, result.cause) for result in report.results] == [
        ("failed", "target-changed", RegistrationGone(id="r-number")),
        ("failed", "target-changed", RegistrationGone(id="r-lookup")),
    ]


@pytest.mark.parametrize(
    ("step", "address"),
    [
        pytest.param(register(), IDENTITY, id="register"),
        pytest.param(repoint(), NUMBER, id="repoint"),
        pytest.param(configure(), IDENTITY, id="configure"),
    ],
)
def test_nothing_is_pointed_at_a_function_that_was_deleted_since_the_plan(step: Step, address: Address) -> None:
    apply = Apply()
    left = {key: item for key, item in apply.fake.world.functions.items() if item.address != address}
    apply.fake.change(replace(apply.fake.world, functions=left))
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason, result.cause) == ("failed", "target-changed", FunctionAbsent(address=address))
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
