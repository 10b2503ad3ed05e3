"""The real command in a process of its own, against an emulator in this one: how the tests of the whole loop see the tool."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sync.emulator.calls import Observer
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.emulator.worldfile import read_world

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


def start(emulator: Emulator, place: Path, *arguments: str) -> subprocess.Popen[str]:
    """Begin a command that sees this emulator as both clouds, and nothing else of the environment."""
    hosts = {f"fc:{region}": host for region, host in emulator.endpoints.items()}
    hosts |= {"ccc": emulator.center_endpoint, "call_center": emulator.center_endpoint}
    environment = {
        "HOME": str(place),
        "PATH": "/usr/bin:/bin",
        "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
        "IVRSYNC_PROTOCOL": "http",
        "IVRSYNC_ACCOUNT_ID": "1000000000000001",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "test-key-id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }
    command = [sys.executable, "-m", "sync", *arguments]
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(emulator: Emulator, place: Path, *arguments: str) -> Ran:
    """Run a command to its end."""
    process = start(emulator, place, *arguments)
    out, err = process.communicate(timeout=90)
    return Ran(code=process.returncode, out=out, err=err)


def registrations(world: World) -> dict[str, tuple[str, str, str, str]]:
    """What the demo's center calls, by id: region, service, function, description."""
    held = world.center("ccc-test").registrations
    return {each.registration_id: (each.region, each.service, each.function, each.description) for each in held.values()}


def emulate(world: World, observer: Observer | None = None) -> Emulator:
    """An emulator of that world."""
    return Emulator.start(world, observer=observer)
