"""Killed once it has begun to register, and resumed: one registration, and the person is sent to that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.emulator.messages import Call
from sync.emulator.world import World
from tests.whole.process import Nursery, emulate
from tests.whole.test_kills import Killer
from tests.whole.town import CENTER, ORDER, Town


class OnceRegistering(Killer):
    """Counts from the call that registers, and strikes at the one of that number."""

    _begun = False

    def observe(self, moment: str, call: Call) -> None:
        self._begun = self._begun or call.operation == "AddFunctionMeta"
        if self._begun:
            super().observe(moment, call)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One for all runs of this module."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_next_apply_names_the_one_registration_and_the_hand_settles_it(
    moment: str, number: int, nursery: Nursery, tmp_path: Path
) -> None:
    killer, world = OnceRegistering(moment, number), World()
    town = Town(root=tmp_path, world=world, nursery=nursery)
    town.build()
    town.deploy("c", ORDER)
    town.spec("gamma", name="c", registrations={"hotline": {"failover": {"region": "cn-beijing", "weight": 20}}})
    with emulate(world, killer.observe) as town.emulator:
        killer.aim(nursery.start(town.emulator, tmp_path, "apply", "--yes"))
        nursery.wait()
        killer.spare()
        assert killer.struck
        resumed, report = town.run("apply", "--yes"), town.said
        (added,) = [item for item in world.center(CENTER).registrations.values() if item.function == "c"]
        world.center(CENTER).register(replace(added, failover_region="cn-beijing", failover_weight=20.0))
        settled, drifted = town.run("plan"), town.run("drift")

    assert (resumed, settled, drifted) == (3, 0, 0)
    assert f"     registration {added.registration_id}\n     failover.region: (none) -> cn-beijing\n" in report
    assert "1 left to do by hand" in report
