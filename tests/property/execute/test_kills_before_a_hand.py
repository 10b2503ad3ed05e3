"""An apply killed anywhere that registers what a person then sets right: gone on with, it names the one registration there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.core.plan.model import Plan
from sync.core.plan.planning import make_plan
from sync.core.plan.policy import Policy
from sync.core.plan.report import Report
from sync.core.worlds import FailoverTarget, Found, Wanted
from sync.execute.journal import open_journal
from sync.specs.ids import Region
from tests.fakes.apply import Apply
from tests.fakes.clouds import FakeClouds, Killed, Moment
from tests.fakes.scene import IDENTITY, UNUSED_BASIS, clouds, end, lock, wanted
from tests.fakes.world import World
from tests.property.execute.promises import NoFlowBreaks

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
TO_SHANGHAI = FailoverTarget(Region("cn-shanghai"), 0.5)
BY_HAND = "failover:hotline:identity"
# Of an undisturbed run of the scene (see test_kills.py), and one look more: whether the person has done it already.
CALLS = 22 + 4 + 1 + 2 + 1
EVERY_CALL = range(1, CALLS + 1)


def wished() -> Wanted:
    """The scene's registry, but that the function which is not registered wants a failover besides."""
    identity, *others = wanted().functions
    (wish,) = identity.registrations
    identity = replace(identity, registrations=(replace(wish, failover=TO_SHANGHAI),))
    return replace(wanted(), functions=(identity, *others))


def planned(world: World) -> Plan:
    found = Found(
        functions=tuple(world.functions.values()), registrations=tuple(world.registrations.values()), flows=world.flows, gaps=()
    )
    return make_plan(wished(), lock(), found, Policy(allowed_flows=frozenset({"draft"})), UNUSED_BASIS, "ivrsync test")


PLAN = planned(clouds().world)


def applied(fake: FakeClouds, state: Path, chosen: Plan, digest: str) -> Report:
    return Apply(fake=fake, wanted=wished(), journal=open_journal(state, digest, AT)).run(chosen)


def killed(fake: FakeClouds, state: Path, at: int, moment: Moment, stale: int) -> None:
    fake.watch = NoFlowBreaks(fake.world)
    fake.go_stale(stale)
    fake.kill(at, moment)
    with pytest.raises(Killed):
        applied(fake, state, PLAN, "plan-a")
    assert len(fake.calls) == at


def hold(fake: FakeClouds, report: Report) -> None:
    """Everything is done but for the hand, which is told where to go; and with that nothing is left."""
    assert fake.world.settled() == end()
    (added,) = [item for item in fake.world.registrations.values() if item.target == IDENTITY]
    (left,) = [result for result in report.results if result.outcome != "done"]
    assert (left.step.id, left.outcome, left.step.about.registration) == (BY_HAND, "by-hand", added.id)
    right = replace(added, state=replace(added.state, failover=TO_SHANGHAI))
    by_hand = {**fake.world.registrations, (added.center, added.id): right}
    assert planned(replace(fake.world, registrations=by_hand)).steps == ()


def test_an_undisturbed_run_makes_the_calls_that_the_kills_are_tried_at(tmp_path: Path) -> None:
    fake = clouds()
    hold(fake, applied(fake, tmp_path, PLAN, "plan-a"))
    assert len(fake.calls) == CALLS


@pytest.mark.parametrize("stale", [0, 2])
@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("at", EVERY_CALL)
def test_gone_on_with(tmp_path: Path, at: int, moment: Moment, stale: int) -> None:
    fake = clouds()
    killed(fake, tmp_path, at, moment, stale)
    hold(fake, applied(fake, tmp_path, PLAN, "plan-a"))


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.parametrize("at", EVERY_CALL)
def test_planned_anew(tmp_path: Path, at: int, moment: Moment) -> None:
    fake = clouds()
    killed(fake, tmp_path, at, moment, 0)
    hold(fake, applied(fake, tmp_path, planned(fake.world), "plan-b"))
