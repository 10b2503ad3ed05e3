"""An apply whose change does harm, killed anywhere: the next one ends with the function as it was, or as it works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.core.plan.model import Plan
from sync.core.plan.planning import make_plan
from sync.core.plan.policy import Policy
from sync.core.plan.report import Report
from sync.core.worlds import Configuration, Found, Wanted
from sync.execute.journal import open_journal, read_journal
from sync.ports import Answer
from sync.specs.ids import Uid
from sync.specs.models import Lock, RecordedFunction, RecordedRegistration
from tests.fakes.apply import Apply
from tests.fakes.clouds import FakeClouds, Killed, Moment
from tests.fakes.scene import HOTLINE, NUMBER, NUMBER_MISTYPED, PLAIN, UNUSED_BASIS, flow, function, registration, wanted
from tests.fakes.world import World
from tests.property.execute.promises import NoFlowBreaks

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
SMALL, BIG = replace(PLAIN, memory=128), Configuration(memory=256)
FINE, WRONG = Answer(payload='{"ok": true}', error=None), Answer(payload='{"ok": false}', error=None)
OLD = NUMBER_MISTYPED  # where the function was before it moved
LEAST, MOST = 8, 40  # calls of an undisturbed run: at least those that change and put back two things, each looked at twice
_ENTRY = RecordedRegistration(id="r-number", region=OLD.region, service=OLD.service, name=OLD.name)
_LOCK = Lock(
    functions={
        "number": RecordedFunction(
            region=OLD.region, service=OLD.service, name=OLD.name, generation="2.0", registrations={"hotline": _ENTRY}
        )
    }
)


def registry() -> Wanted:
    """One function, which shall have more memory and another description."""
    whole = wanted()
    number = next(item for item in whole.functions if item.uid == Uid("number"))
    return replace(whole, functions=(replace(number, configuration=BIG),))


def scene(*, moved: bool) -> FakeClouds:
    """What a flow calls works, at the old address or with little memory; the new address, and more memory, do not."""
    fake = FakeClouds(
        centers=(HOTLINE.name,),
        functions=(function(NUMBER, SMALL), *([function(OLD, SMALL)] if moved else [])),
        registrations=(registration("r-number", OLD if moved else NUMBER, "a word"),),
        flows=(flow("welcome", "r-number"),),
    )
    fake.behaviours[OLD] = lambda _event: FINE
    fake.behaviours[NUMBER] = lambda _event: FINE if not moved and _memory(fake.world) == SMALL.memory else WRONG
    return fake


def planned(world: World, *, moved: bool) -> Plan:
    found = Found(
        functions=tuple(world.functions.values()), registrations=tuple(world.registrations.values()), flows=world.flows, gaps=()
    )
    lock = _LOCK if moved else None
    allowed = Policy(allowed_flows=frozenset({"welcome"}))
    return make_plan(registry(), lock, found, allowed, UNUSED_BASIS, "ivrsync test")


def apply(fake: FakeClouds, state: Path, *, moved: bool) -> Report:
    """Plan what there is now, and carry it out: what `ivrsync apply` does."""
    chosen = planned(fake.world, moved=moved)
    digest = repr(chosen)
    return Apply(fake=fake, wanted=registry(), journal=open_journal(state, digest, AT)).run(chosen)


@pytest.mark.parametrize("moved", [False, True], ids=["reconfigured", "moved"])
@pytest.mark.parametrize("moment", Moment)
def test_killed_at_any_call_the_next_apply_leaves_the_flow_working(tmp_path: Path, moment: Moment, *, moved: bool) -> None:
    struck = 0
    for at in range(1, MOST + 1):
        fake, state = scene(moved=moved), tmp_path / f"{at}"
        start = fake.world
        fake.watch = NoFlowBreaks(fake.world)
        fake.kill(at, moment)
        try:
            apply(fake, state, moved=moved)
        except Killed:
            struck = at
        if struck < at:
            break  # the undisturbed run makes no call of this number
        report = apply(fake, state, moved=moved)
        again = apply(fake, state, moved=moved)
        held = fake.world.registrations[HOTLINE.name, "r-number"]
        assert fake.behaviours[held.target]("{}") == FINE, f"killed {moment.value} call {at}"
        assert report.is_harmful or again.is_harmful
        assert read_journal(state) is None
        if not moved:
            assert fake.world.settled() == start.settled(), f"killed {moment.value} call {at}"
    assert LEAST < struck < MOST


def _memory(world: World) -> int | None:
    return world.functions[NUMBER].configuration.memory
