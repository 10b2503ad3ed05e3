from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sync.core.plan.cause import CloudSaid
from sync.core.plan.graph import ordered
from sync.core.plan.model import Plan, Step
from sync.core.plan.report import StepStarted
from sync.core.worlds import Configuration, FailoverTarget, Wanted
from sync.errors import Failure, PlanRefusedError
from sync.specs.ids import CenterName, Region
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FOREVER
from tests.fakes.scene import CONSOLE, configure, end, plan, planned, register, repoint, steps, unregister, update, wanted


def test_every_step_of_the_plan_is_done_and_the_clouds_are_as_wanted() -> None:
    apply = Apply()
    report = apply.run(plan())
    assert outcomes(report) == [(step.id, "done", None) for step in steps()]
    assert apply.fake.world.settled() == end()
    assert (report.plan, report.interrupted) == ("test-plan", False)


def test_each_write_is_sent_once_and_nobody_waits_when_nothing_goes_wrong() -> None:
    apply = Apply()
    apply.run(plan())
    assert [call.operation for call in apply.fake.sent()] == ["configure", "register", "modify", "modify", "unregister"]
    assert apply.slept == []


def test_applying_the_same_plan_again_writes_nothing() -> None:
    apply = Apply()
    apply.run(plan())
    sent = len(apply.fake.sent())
    report = apply.run(plan())
    assert len(apply.fake.sent()) == sent
    assert [(result.outcome, result.reason) for result in report.results if result.step.kind != "test"] == [
        ("done", "already-so")
    ] * 5


def test_a_register_step_tells_the_id_it_was_given() -> None:
    (result,) = Apply().run(plan(register())).results
    assert result.registration_id == "given-1"


def test_when_a_step_fails_what_depends_on_it_is_not_run_and_the_rest_goes_on() -> None:
    apply = Apply()
    apply.fake.fail("configure", Failure.DENIED, times=FOREVER)
    assert outcomes(apply.run(plan())) == [
        ("configure-identity", "failed", "refused-by-cloud"),
        ("register-identity", "not-run", "dependency"),
        ("repoint-number", "done", None),
        ("update-lookup", "done", None),
        ("test-identity", "not-run", "dependency"),
        ("test-number", "done", None),
        ("unregister-retired", "not-run", "dependency"),
    ]


@pytest.mark.parametrize("needed", ["not-in-the-plan", "unregister-retired"], ids=["unknown", "later"])
def test_a_dependency_that_did_not_run_before_counts_as_not_done(needed: str) -> None:
    apply = Apply()
    report = apply.run(plan(register(depends_on=(needed,)), unregister()))
    assert outcomes(report)[0] == ("register-identity", "not-run", "dependency")
    assert apply.fake.sent("register") == []


def test_stopping_finishes_the_step_under_way_and_runs_no_other() -> None:
    apply = Apply()
    answers: Iterator[bool] = iter([False, False, True])  # asked once before each step, and never again after yes
    apply.stop = lambda: next(answers)
    report = apply.run(plan())
    assert report.interrupted
    assert outcomes(report) == [
        ("configure-identity", "done", None),
        ("register-identity", "done", None),
        *((step.id, "not-run", "interrupted") for step in steps()[2:]),
    ]


def test_progress_tells_each_start_and_each_end_in_order() -> None:
    apply = Apply()
    apply.fake.fail("configure", Failure.DENIED, times=FOREVER)
    report = apply.run(plan(configure(), register(depends_on=("configure-identity",)), update()))
    assert apply.seen == [
        StepStarted(step=configure(), position=1, total=3),
        report.results[0],
        report.results[1],  # not run: it never started
        StepStarted(step=update(), position=3, total=3),
        report.results[2],
    ]


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(register(by_hand=True), id="register"),
        pytest.param(repoint(by_hand=True), id="repoint"),
        pytest.param(update(by_hand=True), id="update"),
        pytest.param(unregister(by_hand=True), id="unregister"),
    ],
)
def test_a_step_for_a_person_is_not_sent_and_is_done_once_the_person_did_it(step: Step) -> None:
    apply = Apply(wanted=wanted(CONSOLE))
    assert outcomes(apply.run(plan(step))) == [(step.id, "by-hand", None)]
    assert apply.fake.sent() == []
    apply.fake.change(end())
    assert outcomes(apply.run(plan(step))) == [(step.id, "done", "already-so")]


def test_a_step_for_a_person_that_cannot_be_checked_stays_by_hand_and_says_why() -> None:
    apply = Apply(wanted=wanted(CONSOLE))
    apply.fake.fail("registrations", Failure.DENIED)
    (result,) = apply.run(plan(repoint(by_hand=True))).results
    assert (result.outcome, result.cause) == (
        "by-hand",
        CloudSaid(
            operation="registrations", cloud_code="denied", message="a fault asked for by the test", request_id="test-request"
        ),
    )


def _without(uid: str) -> Wanted:
    whole = wanted()
    return replace(whole, functions=tuple(item for item in whole.functions if item.uid != uid))


def _unstated() -> Wanted:
    whole = wanted()
    return replace(whole, functions=tuple(replace(item, configuration=Configuration(memory=256)) for item in whole.functions))


@pytest.mark.parametrize(
    ("chosen", "registry", "message"),
    [
        pytest.param(plan(register()), _without("identity"), "the registry has no function identity", id="function"),
        pytest.param(
            plan(configure()),
            _unstated(),
            "the plan sets environment.MODE of identity, but the registry does not state it",
            id="setting",
        ),
        pytest.param(
            plan(replace(unregister(), instance="ccc-other")),
            wanted(),
            "the registry has no center hotline with instance ccc-other",
            id="instance",
        ),
        pytest.param(
            plan(replace(unregister(), center=CenterName("desk"))),
            wanted(),
            "the registry has no center desk with instance ccc-test",
            id="center",
        ),
        pytest.param(plan(update(), update()), wanted(), "the plan has more than one step update-lookup", id="doubled"),
    ],
)
def test_a_plan_that_does_not_fit_the_registry_is_refused_before_any_call(chosen: Plan, registry: Wanted, message: str) -> None:
    apply = Apply(wanted=registry)
    with pytest.raises(PlanRefusedError) as caught:
        apply.run(replace(chosen, steps=(repoint(), *chosen.steps)))
    assert caught.value.message == message
    assert caught.value.hint
    assert apply.fake.calls == []


def test_environment_values_come_from_the_registry_and_names_it_does_not_state_stay() -> None:
    apply = Apply()
    apply.run(plan(configure()))
    (identity,) = [item for item in apply.fake.world.functions.values() if item.address == configure().address]
    assert identity.configuration.environment == {"API_KEY": "test-new-key", "MODE": "fast", "OTHER": "kept"}


def test_only_the_fields_the_step_names_are_written() -> None:
    apply = Apply()
    memory_only = replace(configure(), changes=configure().changes[:1])
    apply.run(plan(memory_only))
    (identity,) = [item for item in apply.fake.world.functions.values() if item.address == configure().address]
    assert identity.configuration == Configuration(
        runtime="python3.10", memory=256, environment={"API_KEY": "test-old-key", "MODE": "slow", "OTHER": "kept"}
    )


def test_a_plan_of_the_core_is_done_and_the_next_one_is_empty() -> None:
    apply = Apply()
    report = apply.run(planned(apply.fake.world))
    assert [result.outcome for result in report.results] == ["done"] * 8
    assert apply.fake.world.settled() == end()
    assert planned(apply.fake.world).steps == ()


def test_in_a_console_center_registrations_are_left_to_a_person_and_functions_are_configured() -> None:
    apply = Apply(wanted=wanted(CONSOLE))
    report = apply.run(planned(apply.fake.world, CONSOLE))
    assert {(result.step.kind, result.outcome) for result in report.results} == {
        ("update-function", "done"),
        ("register", "by-hand"),
        ("repoint", "by-hand"),
        ("update-registration", "by-hand"),
        ("unregister", "by-hand"),
        ("test", "not-run"),  # waits for the person who registers or repoints
        ("test", "done"),  # a description that a person will change keeps nobody from calling
    }
    assert [call.operation for call in apply.fake.sent()] == ["configure"]


def test_what_no_api_writes_is_left_to_a_person_after_the_rest_was_sent() -> None:
    failover = FailoverTarget(Region("cn-shanghai"), 0.5)
    after = repoint().after
    by_hand = replace(update(by_hand=True), registration_id="r-number", before=after, after=replace(after, failover=failover))
    apply = Apply()
    report = apply.run(plan(*ordered([replace(by_hand, id="failover-number", uid=repoint().uid), repoint()])))
    assert outcomes(report) == [("repoint-number", "done", None), ("failover-number", "by-hand", None)]


def test_a_new_registration_is_done_without_its_failover_which_no_api_writes() -> None:
    apply = Apply()
    asked = replace(register().after, failover=FailoverTarget(Region("cn-shanghai"), 0.5))
    assert outcomes(apply.run(plan(replace(register(), after=asked)))) == [("register-identity", "done", None)]
    by_hand = replace(register(by_hand=True), after=asked)
    assert outcomes(apply.run(plan(by_hand))) == [("register-identity", "failed", "target-changed")]
