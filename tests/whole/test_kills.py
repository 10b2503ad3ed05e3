"""Killed at every call of the demo's apply, and resumed: the same world in the end, and nothing registered twice.

The process dies by SIGKILL when the emulator receives its n-th call: before the call takes effect, or after it did and before the
answer is sent.
"""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event, Lock

import pytest

from sync.emulator.messages import Call, DropConnection
from sync.emulator.world import World
from tests.whole.process import Nursery, copy_sample, demo_world, emulate, registrations

SHARDS = 4
COUNTED = "counted"  # printed at the end, see tests/conftest.py
MOST_CALLS = 200
SPARE_CALLS = 3
PATIENCE = 30.0


class Killer:
    """Kills a process at its n-th call, and lets nothing of that process through afterwards."""

    def __init__(self, moment: str, number: int) -> None:
        self.calls = Counter[str]()  # by moment: a call that is refused has no moment after it
        self.struck = False
        self._victim = 0
        self._known = Event()
        self._spared = False
        self._moment = moment
        self._number = number
        self._lock = Lock()

    def observe(self, moment: str, call: Call) -> None:
        """Count calls; strike at the one that was asked for."""
        del call
        with self._lock:
            if self._spared:
                return
            if self.struck:
                raise DropConnection
            self.calls[moment] += 1
            if moment != self._moment or self.calls[moment] != self._number:
                return
            self.struck = True
            # The process may come to its first calls before whoever began it comes to tell which it is.
            assert self._known.wait(PATIENCE)
            os.kill(self._victim, signal.SIGKILL)
        raise DropConnection

    def aim(self, victim: int) -> None:
        """Strike that process."""
        self._victim = victim
        self._known.set()

    def spare(self) -> None:
        """Let everybody through from now on."""
        with self._lock:
            self._spared = True


def outcome(world: World) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, object]]]:
    """What callers reach in the end: registrations without their ids, and functions' memory."""
    held = sorted(registrations(world).values())
    functions = world.describe()["compute"]
    assert isinstance(functions, list)
    return held, sorted((item["name"], item["settings"]["memorySize"]) for shelf in functions for item in shelf["functions"])


def applied(nursery: Nursery, place: Path, killer: Killer) -> World:
    """Apply the demo's plan under that killer, then once more undisturbed; the world after it."""
    world = demo_world()
    with emulate(world, killer.observe) as emulator:
        killer.aim(nursery.start(emulator, place, "apply", "--yes"))
        nursery.wait()
        killer.spare()
        nursery.start(emulator, place, "apply", "--yes")
        assert nursery.wait() == 0, (place / "out.txt").read_text(encoding="utf-8")
    return world


def remembered(place: Path) -> object:
    """What the lock says, but for ids and times that are new in each run."""
    lock = json.loads((place / "registry" / "registry.lock.json").read_text(encoding="utf-8"))
    del lock["synced"]
    for entry in lock["functions"].values():
        del entry["created"]
        for registration in entry["registrations"].values():
            del registration["id"]
    return lock


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """One for all runs of this module."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture(scope="module")
def undisturbed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, object, Mapping[str, int]]:
    """World and lock after an apply that nobody disturbs, and how many calls it took."""
    killer = Killer("before", MOST_CALLS + 1)
    place = copy_sample(tmp_path_factory.mktemp("undisturbed"))
    world = applied(nursery, place, killer)
    assert 0 < killer.calls["after"] <= killer.calls["before"] < MOST_CALLS
    return outcome(world), remembered(place), killer.calls


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_apply_killed_at_any_call_and_resumed_ends_in_the_same_world(
    moment: str,
    shard: int,
    undisturbed: tuple[object, object, Mapping[str, int]],
    nursery: Nursery,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    *expected, counted = undisturbed
    calls = counted[moment]
    killed = 0
    for number in range(shard + 1, calls + 1, SHARDS):
        killer, place = Killer(moment, number), copy_sample(tmp_path / str(number))
        world = applied(nursery, place, killer)
        # Looking until a write shows may take a call more or less: only the very last calls may not come.
        assert killer.struck or number > calls - SPARE_CALLS, f"call {number} of {calls} was never made"
        killed += killer.struck
        assert [outcome(world), remembered(place)] == expected, f"killed {moment} call {number}"
    record_property(
        COUNTED, f"killed {moment} {killed} of {calls} calls (shard {shard + 1} of {SHARDS}): all resumed to the same world"
    )
