"""The real command in a process of its own, against an emulator in this one: how the tests of the whole loop see the tool."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sync.emulator.calls import Observer
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.emulator.worldfile import read_world
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
WORLD = ROOT / "examples" / "demo" / "world.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def demo_world() -> World:
    """The demo's cloud, with ids that are the same in every run."""
    numbers = iter(range(1, 1_000_000))
    return read_world(WORLD, lambda: World(ids=lambda: f"00000000-0000-0000-0000-{next(numbers):012}"))


def copy_sample(place: Path) -> Path:
    """The sample registry, laid out as in the project; returns the folder to run in."""
    for folder in ("registry", "examples"):
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__", ".*", "registry.lock.json"))
    return place


def environment(emulator: Emulator, home: Path) -> dict[str, str]:
    """This emulator as both clouds, and nothing else."""
    hosts = {f"fc:{region}": host for region, host in emulator.endpoints.items()}
    hosts |= {"ccc": emulator.center_endpoint, "call_center": emulator.center_endpoint}
    return {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
        "IVRSYNC_PROTOCOL": "http",
        "IVRSYNC_ACCOUNT_ID": "1000000000000001",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "test-key-id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }


def start(emulator: Emulator, place: Path, *arguments: str) -> subprocess.Popen[str]:
    """Begin a command that sees this emulator and nothing else of the world."""
    command = [sys.executable, "-m", "sync", *arguments]
    variables = environment(emulator, place)
    return subprocess.Popen(command, cwd=place, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(emulator: Emulator, place: Path, *arguments: str) -> Ran:
    """Run a command to its end."""
    process = start(emulator, place, *arguments)
    out, err = process.communicate(timeout=PATIENCE)
    return Ran(code=process.returncode, out=out, err=err)


class Nursery:
    """Starts commands by forking a process that has everything loaded. One at a time."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )

    def start(self, emulator: Emulator, place: Path, *arguments: str) -> int:
        """Begin a command; its process id. Its output goes to `out.txt` in the place."""
        order = {
            "cwd": str(place),
            "env": environment(emulator, place),
            "arguments": list(arguments),
            "out": str(place / "out.txt"),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()["pid"]

    def wait(self) -> int:
        """The exit code of the command begun last; negative for a signal."""
        return self._answer()["code"]

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=PATIENCE)

    def _answer(self) -> dict[str, int]:
        assert self._process.stdout is not None
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer


def registrations(world: World) -> dict[str, tuple[str, str, str, str]]:
    """What the demo's center calls, by id: region, service, function, description."""
    held = world.center("ccc-test").registrations
    return {each.registration_id: (each.region, each.service, each.function, each.description) for each in held.values()}


def emulate(world: World, observer: Observer | None = None) -> Emulator:
    """An emulator of that world."""
    return Emulator.start(world, observer=observer)
