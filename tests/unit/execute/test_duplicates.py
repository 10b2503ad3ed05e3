"""Two applies that register the same at the same moment leave one registration."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.cause import NotTakenBack, OtherKept, OthersUnread
from sync.core.worlds import FoundRegistration
from sync.errors import Failure
from sync.polling import UNTIL_IT_SHOWS
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FOREVER, FakeClouds, Moment
from tests.fakes.scene import IDENTITY, call, changed, flow, plan, register, registration
from tests.fakes.world import World

LOWER = registration("a-theirs", IDENTITY, "identity check")
HIGHER = registration("z-theirs", IDENTITY, "identity check")
OURS = "given-1"


def with_(world: World, item: FoundRegistration) -> World:
    return replace(world, registrations={**world.registrations, (item.center, item.id): item})


def without(world: World, item: FoundRegistration) -> World:
    return replace(world, registrations={key: value for key, value in world.registrations.items() if key[1] != item.id})


def registered(world: World) -> list[str]:
    return sorted(item.id for item in world.registrations.values() if item.target == IDENTITY)


class Other:
    """Another apply: it registers as soon as ours has, and takes its own back at a look of ours, if at all."""

    def __init__(self, fake: FakeClouds, item: FoundRegistration, *, gone_at_look: int | None = None) -> None:
        self._fake = fake
        self._item = item
        self._gone_at = gone_at_look
        self._came = False
        self._left = False
        fake.watch = self

    def __call__(self, world: World) -> None:
        if not self._came and self._fake.sent("register"):
            self._came = True
            self._fake.change(with_(world, self._item))
        elif self._came and not self._left and self._gone_at is not None and self._looks() >= self._gone_at:
            self._left = True
            self._fake.change(without(world, self._item))

    def _looks(self) -> int:
        """The looks of ours since it registered."""
        operations = [item.operation for item in self._fake.calls]
        return operations[operations.index("register") :].count("registrations")


@pytest.mark.parametrize("item", [LOWER, changed(LOWER, description="their word")], ids=["the-same", "described-otherwise"])
def test_the_higher_id_is_taken_back_by_the_run_that_made_it_at_once(item: FoundRegistration) -> None:
    apply = Apply()
    Other(apply.fake, item)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason, result.registration_id) == ("done", "by-another-apply", LOWER.id)
    assert registered(apply.fake.world) == [LOWER.id]
    assert apply.slept == []


def test_the_lower_id_stays_when_the_other_run_takes_its_own_back() -> None:
    apply = Apply()
    Other(apply.fake, HIGHER, gone_at_look=4)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason, result.registration_id) == ("done", None, OURS)
    assert registered(apply.fake.world) == [OURS]


def test_the_lower_id_gives_way_too_when_nobody_takes_the_other_back() -> None:
    apply = Apply()
    Other(apply.fake, HIGHER)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason, result.registration_id) == ("done", "by-another-apply", HIGHER.id)
    assert registered(apply.fake.world) == [HIGHER.id]
    assert apply.slept == list(UNTIL_IT_SHOWS)


def test_one_that_a_flow_holds_already_stays_and_is_told() -> None:
    apply = Apply()
    apply.fake.change(replace(apply.fake.world, flows=(flow("evening", OURS),)))
    Other(apply.fake, LOWER)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason, result.registration_id) == ("done", "both-kept", OURS)
    assert result.cause == OtherKept(id="a-theirs")
    assert registered(apply.fake.world) == [LOWER.id, OURS]


def test_where_both_sides_took_theirs_back_it_is_registered_anew() -> None:
    apply = Apply()
    Other(apply.fake, LOWER, gone_at_look=3)  # the first confirms ours, the second shows theirs, the third that ours is gone
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.registration_id) == ("done", "given-2")
    assert registered(apply.fake.world) == ["given-2"]


def test_one_that_cannot_be_removed_is_a_failed_step_that_names_both() -> None:
    apply = Apply()
    Other(apply.fake, LOWER)
    apply.fake.fail("unregister", Failure.DENIED, times=FOREVER)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason) == ("failed", "refused-by-cloud")
    assert isinstance(result.cause, NotTakenBack)
    assert (result.cause.other, result.cause.ours, result.cause.failure.cloud_code) == ("a-theirs", "given-1", "denied")


def test_one_of_which_no_answer_came_may_be_anybodys_and_is_left_alone() -> None:
    apply = Apply()
    apply.fake.fail("register", Failure.LOST, moment=Moment.AFTER)
    Other(apply.fake, LOWER)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.reason) == ("done", "after-lost-answer")
    assert registered(apply.fake.world) == [LOWER.id, OURS]


def test_an_other_that_shows_only_at_the_end_of_the_run_is_seen_there() -> None:
    apply = Apply()
    came: list[bool] = []

    def late(world: World) -> None:
        if not came and apply.fake.calls[-1].operation == "test":
            came.append(True)
            apply.fake.change(with_(world, LOWER))

    apply.fake.watch = late
    report = apply.run(plan(register(), call("identity", IDENTITY, "register-identity")))
    assert outcomes(report) == [("register-identity", "done", "by-another-apply"), ("test-identity", "done", None)]
    assert registered(apply.fake.world) == [LOWER.id]


@pytest.mark.parametrize("skip", [2, 3], ids=["looking-again", "at-the-end"])
def test_what_cannot_be_looked_at_again_stays_registered(skip: int) -> None:
    apply = Apply()
    apply.fake.fail("registrations", Failure.UNAVAILABLE, skip=skip, times=FOREVER)
    (result,) = apply.run(plan(register())).results
    assert (result.outcome, result.registration_id) == ("done", OURS)
    assert isinstance(result.cause, OthersUnread) == (skip == 2)
