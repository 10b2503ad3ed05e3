from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from sync.core.plan.cause import NotReadAfterFailure, RegistrationChanged, ShowsBefore, ShowsOther
from sync.core.plan.model import Step
from sync.core.plan.report import Outcome, Reason
from sync.errors import CloudError, Failure
from sync.execute.preconditions import Satisfied, Sight, Unchanged, wait_until_consistent
from sync.polling import UNTIL_IT_SHOWS
from tests.fakes.apply import Apply
from tests.fakes.clouds import FOREVER, Moment
from tests.fakes.scene import HOTLINE, changed, configure, plan, register, registration, repoint, unregister, update

BEFORE, AFTER = Moment.BEFORE, Moment.AFTER
WRITING = [
    pytest.param(configure(), "configure", id="configure"),
    pytest.param(register(), "register", id="register"),
    pytest.param(repoint(), "modify", id="repoint"),
    pytest.param(update(), "modify", id="update"),
    pytest.param(unregister(), "unregister", id="unregister"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    failure: Failure
    moment: Moment
    times: int
    outcome: Outcome
    reason: Reason | None
    sent: int


@pytest.mark.parametrize(("step", "operation"), WRITING)
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(
            Fault(failure=Failure.LOST, moment=AFTER, times=1, outcome="done", reason="after-lost-answer", sent=1),
            id="lost-after-it-took-effect",
        ),
        pytest.param(
            Fault(failure=Failure.LOST, moment=BEFORE, times=1, outcome="done", reason=None, sent=2),
            id="lost-before-it-took-effect",
        ),
        pytest.param(
            Fault(failure=Failure.LOST, moment=BEFORE, times=FOREVER, outcome="failed", reason="refused-by-cloud", sent=3),
            id="lost-each-time",
        ),
        pytest.param(
            Fault(failure=Failure.UNAVAILABLE, moment=AFTER, times=1, outcome="done", reason="after-lost-answer", sent=1),
            id="server-error-after-it-took-effect",
        ),
        pytest.param(
            Fault(failure=Failure.UNREADABLE, moment=AFTER, times=1, outcome="done", reason="after-lost-answer", sent=1),
            id="answer-not-understood",
        ),
        pytest.param(
            Fault(failure=Failure.THROTTLED, moment=BEFORE, times=2, outcome="done", reason=None, sent=3),
            id="throttled-twice",
        ),
        pytest.param(
            Fault(failure=Failure.THROTTLED, moment=BEFORE, times=FOREVER, outcome="failed", reason="refused-by-cloud", sent=3),
            id="throttled-for-good",
        ),
        pytest.param(
            Fault(failure=Failure.DENIED, moment=BEFORE, times=1, outcome="failed", reason="refused-by-cloud", sent=1),
            id="denied",
        ),
        pytest.param(
            Fault(failure=Failure.INVALID, moment=BEFORE, times=1, outcome="failed", reason="refused-by-cloud", sent=1),
            id="invalid",
        ),
        pytest.param(
            Fault(failure=Failure.CONFLICT, moment=BEFORE, times=1, outcome="failed", reason="refused-by-cloud", sent=1),
            id="conflict-that-left-it-as-it-was",
        ),
        pytest.param(
            Fault(failure=Failure.CONFLICT, moment=AFTER, times=1, outcome="done", reason="already-so", sent=1),
            id="conflict-because-it-is-so-already",
        ),
    ],
)
def test_a_failed_write_ends_as_reading_shows_and_is_sent_no_more_than_needed(step: Step, operation: str, fault: Fault) -> None:
    apply = Apply()
    apply.fake.fail(operation, fault.failure, moment=fault.moment, times=fault.times)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == (fault.outcome, fault.reason)
    assert len(apply.fake.sent(operation)) == fault.sent
    assert (result.cause is None) == (fault.outcome == "done")


@pytest.mark.parametrize("stale", [1, 3, len(UNTIL_IT_SHOWS)])
@pytest.mark.parametrize("failing", [False, True], ids=["answered", "answer-lost"])
@pytest.mark.parametrize(("step", "operation"), WRITING)
def test_reads_that_lag_behind_the_write_lead_to_no_second_write(step: Step, operation: str, failing: bool, stale: int) -> None:  # noqa: FBT001 - a table's column
    apply = Apply()
    apply.fake.go_stale(stale)
    if failing:
        apply.fake.fail(operation, Failure.LOST, moment=AFTER)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == ("done", "after-lost-answer" if failing else None)
    assert len(apply.fake.sent(operation)) == 1
    assert apply.slept == list(UNTIL_IT_SHOWS[:stale])


@pytest.mark.parametrize(("step", "operation"), WRITING)
def test_a_write_that_never_becomes_visible_is_not_called_done(step: Step, operation: str) -> None:
    apply = Apply()
    apply.fake.go_stale(FOREVER)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == ("failed", "unconfirmed")
    assert result.cause == ShowsBefore()
    assert len(apply.fake.sent(operation)) == 1


READ_OF = {"configure": "function", "register": "registrations", "modify": "registrations", "unregister": "registrations"}


@pytest.mark.parametrize(("step", "operation"), WRITING)
def test_a_write_whose_effect_cannot_be_read_is_not_sent_again(step: Step, operation: str) -> None:
    apply = Apply()
    apply.fake.fail(operation, Failure.LOST, moment=AFTER)
    apply.fake.fail(READ_OF[operation], Failure.UNAVAILABLE, skip=1, times=FOREVER)  # the look before the write passes
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == ("failed", "unconfirmed")
    assert len(apply.fake.sent(operation)) == 1
    assert isinstance(result.cause, NotReadAfterFailure)
    assert (result.cause.failure.operation, result.cause.failure.cloud_code) == (operation, "lost")
    assert (result.cause.unread.operation, result.cause.unread.cloud_code) == (READ_OF[operation], "unavailable")


@pytest.mark.parametrize(("step", "operation"), WRITING)
def test_a_few_failing_reads_after_a_write_do_not_spoil_it(step: Step, operation: str) -> None:
    apply = Apply()
    apply.fake.fail(READ_OF[operation], Failure.UNAVAILABLE, skip=1, times=2)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == ("done", None)


@pytest.mark.parametrize(("step", "operation"), WRITING)
def test_a_target_that_cannot_be_read_is_not_written(step: Step, operation: str) -> None:
    apply = Apply()
    apply.fake.fail(READ_OF[operation], Failure.DENIED)
    (result,) = apply.run(plan(step)).results
    assert (result.outcome, result.reason) == ("failed", "refused-by-cloud")
    assert apply.fake.sent() == []


def test_a_registration_removed_by_somebody_else_in_between_is_done() -> None:
    apply = Apply()
    left = {key: item for key, item in apply.fake.world.registrations.items() if item.id != "r-retired"}
    apply.fake.fail("unregister", Failure.ABSENT)
    apply.fake.watch = lambda world: (
        apply.fake.change(replace(world, registrations=left)) if apply.fake.sent("unregister") else None
    )
    (result,) = apply.run(plan(unregister())).results
    assert (result.outcome, result.reason) == ("done", "already-so")


def test_a_target_changed_by_somebody_else_after_a_lost_answer_is_left_alone() -> None:
    apply = Apply()
    apply.fake.fail("modify", Failure.LOST)
    theirs = changed(apply.fake.world.registrations[HOTLINE.name, "r-lookup"], description="their word")
    after = {**apply.fake.world.registrations, (theirs.center, theirs.id): theirs}
    apply.fake.watch = lambda world: apply.fake.change(replace(world, registrations=after)) if apply.fake.sent("modify") else None
    (result,) = apply.run(plan(update())).results
    assert (result.outcome, result.reason) == ("failed", "target-changed")
    assert result.cause == RegistrationChanged(planned=update().before, now=replace(update().before, description="their word"))
    assert len(apply.fake.sent("modify")) == 1


def test_settling_stops_at_the_first_look_that_shows_it() -> None:
    looks = _Looks([Unchanged(), None, Satisfied(registration_id="r-1")])
    slept: list[float] = []
    assert wait_until_consistent(looks, slept.append) == Satisfied(registration_id="r-1")
    assert slept == list(UNTIL_IT_SHOWS[:2])


def test_settling_raises_the_failure_of_the_last_look() -> None:
    with pytest.raises(CloudError):
        wait_until_consistent(_Looks([Unchanged()] * len(UNTIL_IT_SHOWS) + [None]), lambda _seconds: None)


@dataclass(slots=True)
class _Looks:
    """A write whose looks are given; None is a look that fails."""

    sights: list[Sight | None]

    def look(self) -> Sight:
        sight = self.sights.pop(0)
        if sight is None:
            raise CloudError("look", Failure.UNAVAILABLE, code="503", message="try later")
        return sight

    def send(self) -> str | None:
        raise AssertionError("settling only looks")


@pytest.mark.parametrize("failure", [Failure.DENIED, Failure.INVALID])
def test_a_write_that_was_plainly_refused_is_reported_at_once(failure: Failure) -> None:
    apply = Apply()
    apply.fake.fail("modify", failure)
    apply.run(plan(update()))
    assert apply.slept == []
    assert [call.operation for call in apply.fake.calls] == ["registrations", "modify"]


def test_a_write_that_was_accepted_and_overwritten_by_somebody_else_is_not_called_done() -> None:
    apply = Apply()
    theirs = registration("r-lookup", update().after.target, "their word")
    apply.fake.watch = lambda world: (
        apply.fake.change(replace(world, registrations={**world.registrations, (theirs.center, theirs.id): theirs}))
        if apply.fake.sent("modify")
        else None
    )
    (result,) = apply.run(plan(update())).results
    assert (result.outcome, result.reason) == ("failed", "unconfirmed")
    changed = RegistrationChanged(planned=update().before, now=replace(update().before, description="their word"))
    assert result.cause == ShowsOther(now=changed)
