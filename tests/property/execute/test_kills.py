"""An apply killed anywhere, then gone on with or planned anew, ends as if nothing had happened."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.core.plan.model import Plan
from sync.execute.journal import open_journal, read_journal
from tests.fakes.apply import Apply
from tests.fakes.clouds import FakeClouds, Killed, Moment
from tests.fakes.scene import IDENTITY, clouds, end, planned
from tests.property.execute.promises import NoFlowBreaks

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
# Of an undisturbed run: for five writes two looks and a send; before that, one read of the new target to register, two of the
# old and new target to repoint, one of the flows to unregister; three test calls. Before three functions are touched, their check:
# the center and then Function Compute are asked for one whose registration points at nothing; and one read of secret values.
# After one was registered, and once more at the end, a look whether another was registered at the same moment.
CALLS = 22 + 4 + 1 + 2
PLAN = planned(clouds().world)
EVERY_CALL = range(1, CALLS + 1)


def _apply(fake: FakeClouds, state: Path, chosen: Plan, digest: str) -> None:
    Apply(fake=fake, journal=open_journal(state, digest, AT)).run(chosen)


def _killed(fake: FakeClouds, state: Path, at: int, moment: Moment, stale: int) -> None:
    fake.go_stale(stale)
    fake.kill(at, moment)
    with pytest.raises(Killed):
        _apply(fake, state, PLAN, "plan-a")
    assert len(fake.calls) == at


def _effects(fake: FakeClouds) -> Counter[str]:
    return Counter(f"{item.operation} {item.subject}" for item in fake.sent() if item.effect)


def _sends(fake: FakeClouds) -> Counter[str]:
    return Counter(f"{item.operation} {item.subject}" for item in fake.sent())


def test_an_undisturbed_run_makes_the_calls_that_the_kills_are_tried_at() -> None:
    apply = Apply()
    apply.run(PLAN)
    assert len(apply.fake.calls) == CALLS
    assert len(apply.fake.sent()) == 5


@pytest.mark.parametrize("stale", [0, 2])
@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("at", EVERY_CALL)
def test_killed_at_any_call_and_gone_on_with_it_ends_the_same(tmp_path: Path, at: int, moment: Moment, stale: int) -> None:
    fake = Apply().fake
    fake.watch = NoFlowBreaks(fake.world)
    _killed(fake, tmp_path, at, moment, stale)
    _apply(fake, tmp_path, PLAN, "plan-a")
    assert fake.world.settled() == end()
    assert set(_effects(fake).values()) == {1}
    assert max(_sends(fake).values()) <= 2
    assert read_journal(tmp_path) is None
    assert planned(fake.world).steps == ()


@pytest.mark.parametrize("stale", [0, 2])
@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("at", EVERY_CALL)
def test_killed_at_any_call_and_planned_anew_it_ends_the_same(tmp_path: Path, at: int, moment: Moment, stale: int) -> None:
    fake = Apply().fake
    fake.watch = NoFlowBreaks(fake.world)
    _killed(fake, tmp_path, at, moment, stale)
    _apply(fake, tmp_path, planned(fake.world), "plan-b")
    assert fake.world.settled() == end()
    assert set(_effects(fake).values()) == {1}
    assert max(_sends(fake).values()) <= 2


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("at", EVERY_CALL)
def test_a_plan_made_from_reads_that_lag_does_not_register_twice(tmp_path: Path, at: int, moment: Moment) -> None:
    fake = Apply().fake
    _killed(fake, tmp_path, at, moment, 3)
    _apply(fake, tmp_path, PLAN, "plan-b")  # the plan of the world before: nothing of the killed run was visible to it
    assert len([item for item in fake.world.registrations.values() if item.target == IDENTITY]) == 1


@pytest.mark.parametrize("second", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("at", EVERY_CALL)
def test_killed_twice_it_still_ends_the_same(tmp_path: Path, at: int, second: int) -> None:
    fake = Apply().fake
    _killed(fake, tmp_path, at, Moment.AFTER, 0)
    fake.kill(at + second, Moment.AFTER)
    try:
        _apply(fake, tmp_path, PLAN, "plan-a")
    except Killed:
        _apply(fake, tmp_path, PLAN, "plan-a")
    assert fake.world.settled() == end()
    assert set(_effects(fake).values()) == {1}
