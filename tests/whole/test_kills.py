"""Killed at every call of the demo's apply, and resumed: the same world in the end, and nothing registered twice.

The process dies by SIGKILL when the emulator receives its n-th call: before the call takes effect, or after it did and before the
answer is sent.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import pytest

from sync.emulator.wire import Call, DropConnection
from sync.emulator.world import World
from tests.whole.process import copy_sample, demo_world, emulate, registrations, run, start

SHARDS = 8
MOST_CALLS = 200


class Killer:
    """Kills a process at its n-th call, and lets nothing of that process through afterwards."""

    def __init__(self, moment: str, number: int) -> None:
        self.calls = 0
        self.struck = False
        self.victim: subprocess.Popen[str] | None = None
        self._moment = moment
        self._number = number
        self._lock = Lock()

    def observe(self, moment: str, call: Call) -> None:
        """Count calls; strike at the one that was asked for."""
        del call
        with self._lock:
            if self.victim is None:
                return
            if self.struck:
                raise DropConnection
            if moment == self._moment:
                self.calls += 1
            if moment != self._moment or self.calls != self._number:
                return
            self.struck = True
            os.kill(self.victim.pid, signal.SIGKILL)
        raise DropConnection

    def spare(self) -> None:
        """Let everybody through from now on."""
        with self._lock:
            self.victim = None


def outcome(world: World) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, object]]]:
    """What callers reach in the end: registrations without their ids, and functions' memory."""
    held = sorted(registrations(world).values())
    functions = world.describe()["compute"]
    assert isinstance(functions, list)
    return held, sorted((item["name"], item["settings"]["memorySize"]) for shelf in functions for item in shelf["functions"])


def applied(place: Path, killer: Killer, wait: Callable[[subprocess.Popen[str]], object]) -> tuple[World, int]:
    """Apply the demo's plan under that killer, then once more undisturbed; the world after it, and the last exit code."""
    world = demo_world()
    with emulate(world, killer.observe) as emulator:
        process = start(emulator, place, "apply", "--yes")
        killer.victim = process
        wait(process)
        killer.spare()
        resumed = run(emulator, place, "apply", "--yes")
        assert resumed.code == 0, resumed.err + resumed.out
        after = run(emulator, place, "plan")
    return world, after.code


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, int]:
    """The world after an apply that nobody disturbs, and how many calls it took."""
    killer = Killer("before", MOST_CALLS + 1)
    world, code = applied(
        copy_sample(tmp_path_factory.mktemp("undisturbed")), killer, lambda process: process.communicate(timeout=90)
    )
    assert code == 0
    assert 0 < killer.calls < MOST_CALLS
    return outcome(world), killer.calls


@pytest.mark.timeout(900)
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_apply_killed_at_any_call_and_resumed_ends_in_the_same_world(
    moment: str, shard: int, undisturbed: tuple[object, int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected, calls = undisturbed
    numbers = range(shard + 1, calls + 1, SHARDS)
    for number in numbers:
        killer = Killer(moment, number)
        world, code = applied(copy_sample(tmp_path / str(number)), killer, lambda process: process.communicate(timeout=90))
        assert killer.struck, f"call {number} of {calls} was never made"
        assert (code, outcome(world)) == (0, expected), f"killed {moment} call {number}"
    with capsys.disabled():
        print(  # noqa: T201  the count is part of what the test shows
            f"\n  killed {moment} {len(numbers)} of {calls} calls (shard {shard + 1} of {SHARDS}): all resumed to the same world"
        )
