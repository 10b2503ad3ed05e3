"""A step that refers to what an earlier one brings runs with what that brought, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.core.plan.cause import RegistrationChanged
from sync.core.plan.graph import ordered
from sync.core.plan.model import Output, Plan, Step, UpdateRegistration
from sync.core.plan.report import Report, Result
from sync.core.worlds import FailoverTarget, FoundRegistration, RegistrationState
from sync.errors import Failure
from sync.execute.journal import open_journal
from sync.specs.ids import Region
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FOREVER, FakeClouds, Killed, Moment
from tests.fakes.scene import HOTLINE, IDENTITY, call, plan, register, registration
from tests.fakes.world import World

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
TO_SHANGHAI = FailoverTarget(Region("cn-shanghai"), 0.5)
ADDED = "register-identity"


def failover(after: str = ADDED) -> UpdateRegistration:
    """The failover of what that step adds, for a person."""
    made = register().after
    return UpdateRegistration(
        id="failover-identity", uid=register().uid, center=HOTLINE.name, instance=HOTLINE.instance, by_hand=True,
        registration_id=Output(step=after), before=made, after=replace(made, failover=TO_SHANGHAI), depends_on=(ADDED,),
    )  # fmt: skip


def both(*more: Step) -> Plan:
    return plan(*ordered([register(), failover(), *more]))


def with_(world: World, item: FoundRegistration) -> World:
    return replace(world, registrations={**world.registrations, (item.center, item.id): item})


def by_hand(fake: FakeClouds, registration_id: str, failover: FailoverTarget) -> None:
    """Somebody sets the failover of a registration in the console."""
    item = fake.world.registrations[HOTLINE.name, registration_id]
    fake.change(with_(fake.world, replace(item, state=replace(item.state, failover=failover))))


def last(report: Report) -> Result:
    """How the step by hand ended."""
    return next(result for result in report.results if result.step.id == "failover-identity")


def test_a_step_for_a_person_names_the_registration_that_was_added_before() -> None:
    report = Apply().run(both())

    assert outcomes(report) == [(ADDED, "done", None), ("failover-identity", "by-hand", None)]
    assert last(report).step == replace(failover(), registration_id="given-1")


def test_it_is_done_once_the_person_has_done_it() -> None:
    apply = Apply()
    apply.run(both())
    by_hand(apply.fake, "given-1", TO_SHANGHAI)

    assert outcomes(apply.run(both())) == [(ADDED, "done", "already-so"), ("failover-identity", "done", "already-so")]


def test_one_that_was_registered_meanwhile_is_the_one_to_set_right() -> None:
    apply = Apply()
    apply.fake.change(with_(apply.fake.world, registration("theirs", IDENTITY, "identity check")))
    report = apply.run(both())

    assert outcomes(report) == [(ADDED, "done", "already-so"), ("failover-identity", "by-hand", None)]
    assert last(report).step.about.registration == "theirs"


def test_the_role_that_the_center_gave_it_changes_nothing_of_what_is_left_to_do() -> None:
    """Asked for no role in particular, a center may give one."""
    nothing = RegistrationState(target=IDENTITY, description="", role="", failover=None)
    steps = replace(register(), after=nothing), replace(failover(), before=nothing, after=replace(nothing, failover=TO_SHANGHAI))
    apply, given = Apply(), registration("theirs", IDENTITY)
    apply.fake.change(with_(apply.fake.world, replace(given, state=replace(given.state, role="given by the center"))))

    assert outcomes(apply.run(plan(*steps))) == [(ADDED, "done", "already-so"), ("failover-identity", "by-hand", None)]
    by_hand(apply.fake, "theirs", TO_SHANGHAI)
    assert outcomes(apply.run(plan(*steps))) == [(ADDED, "done", "already-so"), ("failover-identity", "done", "already-so")]


def test_what_somebody_made_of_it_otherwise_is_not_right_for_these_instructions_any_more() -> None:
    apply = Apply()
    apply.run(both())
    by_hand(apply.fake, "given-1", FailoverTarget(Region("cn-beijing"), 0.5))
    result = last(apply.run(both()))

    assert (result.outcome, result.reason) == ("failed", "target-changed")
    assert isinstance(result.cause, RegistrationChanged)
    assert (result.cause.planned.failover, result.cause.now.failover) == (None, FailoverTarget(Region("cn-beijing"), 0.5))


def test_without_what_it_refers_to_it_is_not_run_and_says_so() -> None:
    apply = Apply()
    apply.fake.fail("register", Failure.DENIED, times=FOREVER)
    report = apply.run(both(call("identity", IDENTITY)))

    assert outcomes(report) == [
        (ADDED, "failed", "refused-by-cloud"),
        ("failover-identity", "not-run", "dependency"),
        ("test-identity", "not-run", "dependency"),
    ]
    assert last(report).step.about.registration == Output(step=ADDED)


@pytest.mark.parametrize("after", ["nowhere", "test-identity"], ids=["not-in-the-plan", "brings-nothing"])
def test_a_plan_that_refers_to_what_nobody_brings_runs_the_rest(after: str) -> None:
    report = Apply().run(plan(register(), call("identity", IDENTITY), failover(after)))

    assert outcomes(report) == [
        (ADDED, "done", None),
        ("test-identity", "done", None),
        ("failover-identity", "not-run", "dependency"),
    ]


def test_an_apply_that_was_killed_after_it_registered_knows_the_registration_when_it_goes_on(tmp_path: Path) -> None:
    fake = Apply().fake
    whole = Apply(journal=open_journal(tmp_path, "plan-a", AT))
    whole.run(both())
    before_the_hand = len(whole.fake.calls) - 2  # then come the look of the step by hand and the last look for another apply's
    fake.kill(before_the_hand + 1, Moment.BEFORE)
    with pytest.raises(Killed):
        Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT)).run(both())

    report = Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT)).run(both())

    assert outcomes(report) == [(ADDED, "done", "by-earlier-run"), ("failover-identity", "by-hand", None)]
    assert last(report).step.about.registration == "given-1"
    assert len(fake.sent("register")) == 1


def test_where_another_apply_was_quicker_its_registration_is_the_one_that_is_told() -> None:
    apply = Apply()
    first = registration("a-theirs", IDENTITY, "identity check")
    came: list[bool] = []

    def late(world: World) -> None:
        if not came and apply.fake.calls[-1].operation == "test":
            came.append(True)
            apply.fake.change(with_(world, first))

    apply.fake.watch = late
    report = apply.run(both(call("identity", IDENTITY)))

    assert outcomes(report) == [
        (ADDED, "done", "by-another-apply"),
        ("failover-identity", "by-hand", None),
        ("test-identity", "done", None),
    ]
    assert last(report).step.about.registration == "a-theirs"


def test_nobody_is_sent_to_a_registration_that_was_taken_back_after_the_run_was_stopped() -> None:
    apply = Apply()
    answers: Iterator[bool] = iter([False, False, True])
    came: list[bool] = []

    def stop() -> bool:
        stopped = next(answers)
        if stopped and not came:
            came.append(True)
            apply.fake.change(with_(apply.fake.world, registration("a-theirs", IDENTITY, "identity check")))
        return stopped

    apply.stop = stop
    report = apply.run(both(call("identity", IDENTITY)))

    assert outcomes(report) == [
        (ADDED, "done", "by-another-apply"),
        ("failover-identity", "not-run", "interrupted"),
        ("test-identity", "not-run", "interrupted"),
    ]
