"""Two applies from two clones, a desk and a CI job, at the same moment: nothing is registered twice, whoever comes when."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync.emulator.messages import Call
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.emulator.worldfile import read_world
from tests.cli.command import Ran
from tests.cli.world import CENTERS, IDENTITY, NUMBER, SERVICES, in_sync, pointed_at

PATIENCE = 60.0
KEYS = {"desk": "test-key-id", "job": "test-other-key"}
TWO_KEYS = f"keys: [{{id: {KEYS['desk']}, secret: test-key-secret}}, {{id: {KEYS['job']}, secret: test-other-secret}}]"
SECRETS = {"desk": "test-key-secret", "job": "test-other-secret"}


@dataclass(slots=True)
class Crossing:
    """Where the two meet: both have looked and found nothing registered before either registers.

    `late`: the job's registering arrives only after the desk has come to its end.
    """

    late: bool
    both: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))
    desk_ended: threading.Event = field(default_factory=threading.Event)
    crossed: list[str] = field(default_factory=list)

    def observe(self, moment: str, call: Call) -> None:
        """Hold both at their first registering."""
        if moment != "before" or call.operation != "AddFunctionMeta":
            return
        who = next(name for name, key in KEYS.items() if key in str(sorted(call.headers.items())))
        if who in self.crossed:
            return
        self.crossed.append(who)
        self.both.wait(PATIENCE)
        if who == "job" and self.late:
            self.desk_ended.wait(PATIENCE)


def clone(root: Path, emulator: Emulator, who: str) -> subprocess.Popen[str]:
    """An apply in a clone of its own."""
    (root / "registry").mkdir(parents=True)
    (root / "registry" / "services.yaml").write_text(SERVICES, encoding="utf-8")
    (root / "registry" / "centers.yaml").write_text(CENTERS, encoding="utf-8")
    own = {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEYS[who], "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRETS[who]}
    return subprocess.Popen(
        [sys.executable, "-m", "sync", "apply", "--yes"],
        cwd=root,
        env={**pointed_at(emulator), **own, "IVRSYNC_CACHE": str(root / ".cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> Ran:
    out, err = process.communicate(timeout=PATIENCE)
    return Ran(code=process.returncode, out=out, err=err)


def world(root: Path, ids: Callable[[], str]) -> World:
    """One function of the registry is not registered yet; two keys of one account open it."""
    for name, code in (("identity", IDENTITY), ("number", NUMBER)):
        (root / name).mkdir(parents=True)
        (root / name / "index.py").write_text(code, encoding="utf-8")
    lines = in_sync().replace("keys: [{id: test-key-id, secret: test-key-secret}]", TWO_KEYS).splitlines(keepends=True)
    (root / "world.yaml").write_text("".join(line for line in lines if "meta-2" not in line), encoding="utf-8")
    return read_world(root / "world.yaml", lambda: World(ids=ids))


def numbered(numbers: Iterator[int]) -> Callable[[], str]:
    return lambda: f"id-{next(numbers):06}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("late", [False, True], ids=["at-once", "one-after-the-others-end"])
@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(lambda: iter(range(1, 10**6)), id="later-is-higher"),
        pytest.param(lambda: iter(range(10**6 - 1, 0, -1)), id="later-is-lower"),
    ],
)
def test_two_applies_that_both_found_nothing_leave_one_registration(
    tmp_path: Path, numbers: Callable[[], Iterator[int]], *, late: bool
) -> None:
    crossing = Crossing(late)
    made = world(tmp_path / "world", numbered(numbers()))
    with Emulator.start(made, observer=crossing.observe) as emulator:
        desk = clone(tmp_path / "desk", emulator, "desk")
        job = clone(tmp_path / "job", emulator, "job")
        first = ended(desk)
        crossing.desk_ended.set()
        second = ended(job)

    targets = [each.function for each in made.center("ccc-test").registrations.values()]
    assert sorted(crossing.crossed) == ["desk", "job"]
    assert sorted(targets) == ["checkUserIdentity", "get_number_region"], (first, second)
    assert (first.code, second.code) == (0, 0), (first, second)
    assert (first.out + second.out).count("another apply registered it at the same time") == 1
