"""Killed at every call of an apply whose change does harm, the next apply leaves the caller with what worked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.test_put_back import deployed, variables, written
from tests.cli.world import Place, emulated, in_sync
from tests.whole.process import Nursery
from tests.whole.test_kills import COUNTED, MOST_CALLS, Killer

SHARDS = 4
INCOMPATIBLE = 4
LEAST = 12  # two checks, two things changed and put back, each looked at before and after


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One for all runs of this module."""
    nursery = Nursery()
    yield nursery
    nursery.close()


def ended(nursery: Nursery, root: Path, killer: Killer) -> tuple[int, object, str]:
    """The exit code of the apply after the one that was killed, and what callers have then: variables and description."""
    root.mkdir()
    with emulated(root, world=in_sync(), observer=killer.observe) as place:
        written(place, description="另一个说明")
        deployed(place, MODE="slow")
        killer.aim(nursery.start(place.emulator, place.root, "apply", "--yes"))
        nursery.wait()
        killer.spare()
        nursery.start(place.emulator, place.root, "apply", "--yes")
        return nursery.wait(), variables(place), described(place)


def described(place: Place) -> str:
    return place.emulator.world.center("ccc-test").registrations["meta-2"].description


@pytest.mark.timeout(900)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_any_call_the_next_apply_puts_back_what_does_harm(
    moment: str, shard: int, nursery: Nursery, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    killed = 0
    for number in range(shard + 1, MOST_CALLS, SHARDS):
        killer = Killer(moment, number)
        root = tmp_path / str(number)
        code, left, description = ended(nursery, root, killer)
        told = (root / "out.txt").read_text(encoding="utf-8")
        assert (code, left, description) == (INCOMPATIBLE, {"MODE": "slow"}, "身份验证"), f"call {number}: {told}"
        if not killer.struck:
            break
        killed += 1
    assert killed * SHARDS >= LEAST
    record_property(COUNTED, f"killed {moment} {killed} calls (shard {shard + 1} of {SHARDS}): all left what worked before")
