"""Where scenarios play: one emulator, and the real command line run in this process against it."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from sync.cli.failures import run_safely
from sync.cli.main import command
from sync.emulator.centers import Center as HeldCenter
from sync.emulator.centers import Draft
from sync.emulator.centers import Flow as HeldFlow
from sync.emulator.centers import Registration as HeldRegistration
from sync.emulator.functions import DEFAULTS
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.oracle.packages import package
from tests.oracle.papers import definition, read_specs, write_registry
from tests.oracle.scene import REGIONS, Address, Center, Flow, Function, Registration, Scene

ACCOUNTS = 1_000_000_000_000_000
PLAIN = ("HOME", "PATH", "LANG", "TMPDIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


class Stage:
    """The emulator, and one empty account after the other. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = World()
        self._emulator = Emulator.start(self.world, regions=REGIONS)
        self._accounts = ACCOUNTS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._emulator.stop()

    @contextmanager
    def account(self) -> Iterator[Account]:
        """An empty account with an empty registry, in which commands can be run until the block ends."""
        self._accounts += 1
        number = str(self._accounts)
        self.world.add_account(number, f"key-{number}", "test-key-secret")
        self.world.centers.clear()
        self._emulator.forget_calls()
        home = self.folder / "play"
        shutil.rmtree(home, ignore_errors=True)
        (home / "registry").mkdir(parents=True)
        before, here = dict(os.environ), Path.cwd()  # noqa: TID251  put back below
        try:
            os.environ.clear()  # noqa: TID251  the command's own environment
            os.environ.update({**{name: before[name] for name in PLAIN if name in before}, **self._variables(number)})  # noqa: TID251
            os.chdir(home)
            yield Account(self.world, number, home / "registry")
        finally:
            os.environ.clear()  # noqa: TID251  as it was
            os.environ.update(before)  # noqa: TID251
            os.chdir(here)

    def _variables(self, account: str) -> Mapping[str, str]:
        hosts = {f"fc:{region}": host for region, host in self._emulator.endpoints.items()}
        hosts |= {"ccc": self._emulator.center_endpoint, "call_center": self._emulator.center_endpoint}
        return {
            "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
            "IVRSYNC_PROTOCOL": "http",
            "IVRSYNC_ACCOUNT_ID": account,
            "IVRSYNC_CACHE": str(self.folder / "cache"),
            "ALIBABA_CLOUD_ACCESS_KEY_ID": f"key-{account}",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
            "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
        }


class Account:
    """One account in the emulator, kept as a scene says; and what the tool did to it, read back."""

    def __init__(self, world: World, number: str, registry: Path) -> None:
        self.registry = registry
        self._world = world
        self._number = number
        self._put: dict[Address, Function] = {}

    def run(self, *arguments: str) -> Ran:
        """Run a command to its end."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run_safely(command, list(arguments))
        return Ran(code=int(code), out=out.getvalue(), err=err.getvalue())

    def write(self, scene: Scene) -> None:
        """Make the registry's files say what the scene's specs say."""
        write_registry(self.registry, scene)

    def put(self, scene: Scene) -> None:
        """Make the clouds hold what the scene says."""
        with self._world.lock:
            self._world.new_id = scene.new_id
            for gone in self._put.keys() - scene.functions.keys():
                self._world.compute(self._number, gone.region).remove(gone.service, gone.name)
            for address, function in scene.functions.items():
                if self._put.get(address) != function:
                    self._put_function(address, function)
            self._put = dict(scene.functions)
            for center in scene.centers.values():
                self._put_center(center)

    @contextmanager
    def hiding(self, center: Center) -> Iterator[None]:
        """The center cannot be read until the block ends."""
        held = self._world.centers.pop(center.instance)
        yield
        self._world.centers[center.instance] = held

    def take(self, scene: Scene) -> None:
        """Make the scene say what the clouds hold: registrations, and how functions are configured."""
        with self._world.lock:
            for center in scene.centers.values():
                held = self._world.centers[center.instance].registrations
                center.registrations = {
                    key: Registration(region=each.region, service=each.service, name=each.function) for key, each in held.items()
                }
            for address, function in scene.functions.items():
                settings = self._world.compute(self._number, address.region).functions[address.service, address.name].settings
                now = replace(function, runtime=str(settings["runtime"]), handler=str(settings["handler"]))
                scene.functions[address] = self._put[address] = now

    def take_specs(self, scene: Scene) -> None:
        """Make the scene's specs those that a command wrote."""
        scene.specs = read_specs(self.registry)

    def _put_function(self, address: Address, function: Function) -> None:
        compute = self._world.compute(self._number, address.region)
        known = compute.functions.get((address.service, address.name))
        settings = {**(known.settings if known else DEFAULTS), "runtime": function.runtime, "handler": function.handler}
        self._world.put_function(
            self._number, address.region, address.name, service=address.service, package=package(function.code), settings=settings
        )

    def _put_center(self, center: Center) -> None:
        held = self._world.centers.get(center.instance) or self._world.add_center(center.instance, self._number)
        _put_registrations(held, center)
        held.flows = {key: _held(key, flow) for key, flow in center.flows.items()}


def _put_registrations(held: HeldCenter, center: Center) -> None:
    before, held.registrations = held.registrations, {}
    for key, said in center.registrations.items():
        fresh = HeldRegistration(registration_id=key, region=said.region, service=said.service, function=said.name)
        known = before.get(key, fresh)
        held.register(replace(known, region=said.region, service=said.service, function=said.name))


def _held(key: str, flow: Flow) -> HeldFlow:
    published = None if flow.published is None else definition(flow, flow.published)
    saved = None if flow.draft is None else Draft(draft_id=f"draft-of-{key}", definition=definition(flow, flow.draft))
    return HeldFlow(flow_id=key, name=flow.name, published=published, saved=saved)
