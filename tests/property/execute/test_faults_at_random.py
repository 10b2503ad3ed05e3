"""Whatever the clouds do to an apply: no registration is lost or doubled, nothing untrue is reported, and it can be put right."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.plan.model import Register, Repoint, Unregister, UpdateFunction, UpdateRegistration
from sync.core.plan.report import Result
from sync.errors import Failure
from tests.fakes.apply import Apply
from tests.fakes.clouds import FakeClouds, Moment
from tests.fakes.scene import HOTLINE, IDENTITY, clouds, end, planned
from tests.fakes.world import World
from tests.property.execute.promises import NoFlowBreaks

# Failures after which a write may have taken effect, and those after which it certainly has not.
OPEN = [Failure.LOST, Failure.UNAVAILABLE, Failure.UNREADABLE]
CLOSED = [Failure.THROTTLED, Failure.DENIED, Failure.INVALID]
PLAN = planned(clouds().world)
KEPT = {"r-lookup", "r-number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    operation: str
    failure: Failure
    moment: Moment
    skip: int
    times: int = 1

    def strike(self, fake: FakeClouds) -> None:
        fake.fail(self.operation, self.failure, moment=self.moment, skip=self.skip, times=self.times)


def _troubles(operations: list[str], most: int) -> st.SearchStrategy[list[Trouble]]:
    where = st.sampled_from(operations)
    skip = st.integers(0, 4)
    times = st.integers(1, 4)
    after = st.builds(
        Trouble, operation=where, failure=st.sampled_from(OPEN), moment=st.sampled_from(Moment), skip=skip, times=times
    )
    before = st.builds(
        Trouble, operation=where, failure=st.sampled_from(CLOSED), moment=st.just(Moment.BEFORE), skip=skip, times=times
    )
    return st.lists(after | before, max_size=most)


# Writes may fail in any number, calls and reads too; reads that lag do so for fewer reads than a settling look makes.
WRITES = _troubles(["configure", "register", "modify", "unregister"], 6)
OTHERS = _troubles(["registrations", "function", "flows", "test", "invoke"], 4)


def _holds(result: Result, world: World) -> bool:
    """Whether a step reported as done is so in the clouds."""
    match result.step:
        case Register(after=after) | Repoint(after=after) | UpdateRegistration(after=after):
            return any(
                (item.target, item.state.description) == (after.target, after.description) for item in world.registrations.values()
            )
        case Unregister(registration_id=gone):
            return (HOTLINE.name, gone) not in world.registrations
        case UpdateFunction(address=address):
            return world.settled().functions[address] == end().functions[address]
        case _:
            return True


@given(writes=WRITES, others=OTHERS)
@settings(max_examples=150)
def test_whatever_fails_no_registration_is_lost_and_the_report_is_true(writes: list[Trouble], others: list[Trouble]) -> None:
    fake = Apply().fake
    fake.watch = NoFlowBreaks(fake.world)
    for trouble in (*writes, *others):
        trouble.strike(fake)
    report = Apply(fake=fake).run(PLAN)
    assert {item.id for item in fake.world.registrations.values()} >= KEPT
    assert all(_holds(result, fake.world) for result in report.results if result.outcome == "done")
    assert len(report.results) == len(PLAN.steps)


@given(writes=WRITES, others=OTHERS, stale=st.integers(0, 3))
@settings(max_examples=150)
def test_once_the_clouds_are_well_again_a_new_plan_ends_where_an_undisturbed_run_does(
    writes: list[Trouble], others: list[Trouble], stale: int
) -> None:
    fake = Apply().fake
    fake.watch = NoFlowBreaks(fake.world)
    for trouble in (*writes, *(item for item in others if stale == 0 or item.operation == "test")):
        trouble.strike(fake)
    fake.go_stale(stale)
    Apply(fake=fake).run(PLAN)
    fake.heal()
    Apply(fake=fake).run(planned(fake.world))
    assert fake.world.settled() == end()


@given(writes=WRITES, stale=st.integers(0, 3))
@settings(max_examples=150)
def test_no_function_is_ever_registered_twice(writes: list[Trouble], stale: int) -> None:
    fake = Apply().fake
    fake.watch = _once
    for trouble in writes:
        trouble.strike(fake)
    fake.go_stale(stale)
    for _ in range(3):
        Apply(fake=fake).run(PLAN)


def _once(world: World) -> None:
    assert sum(item.target == IDENTITY for item in world.registrations.values()) <= 1
