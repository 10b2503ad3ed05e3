"""A project as a user has it: the program of this checkout, a registry of one function, an emulated account with a call center."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.emulator.calls import Observer
from sync.emulator.centers import Flow, PhoneNumber, Registration
from sync.emulator.functions import Function
from sync.emulator.messages import Call
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.patience import PATIENCE
from tests.pulumi import harness

ACCOUNT, INSTANCE, REGION, ELSEWHERE = "1000000000000001", "ccc-test", "cn-hangzhou", "cn-shenzhen"
ECHO = 'import json\n\n\ndef handler(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
SPEC: Mapping[str, Any] = {
    "name": "greet",
    "runtime": "python3.10",
    "handler": "index.handler",
    "memory": 256,
    "timeout": 10,
    "code": "code",
    "signature": {"inputs": {"phone": {"type": "string", "required": True}}, "result": {"city": "string"}},
    "registrations": {"hotline": {"description": "where from"}},
    "checks": [{"name": "answers", "input": {"phone": "hangzhou"}, "expect": {"city": "hangzhou"}}],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The folder, its stack, and the cloud that it is about."""

    stack: harness.Stack
    world: World
    emulator: Emulator = field(repr=False)

    def declare(
        self,
        *,
        region: str = REGION,
        generation: str = "3.0",
        mode: str = "api",
        source: str = ECHO,
        with_function: bool = True,
        **changes: Any,
    ) -> None:
        """Write the registry: the function as `SPEC` has it, with these changes; or no function at all."""
        registry = self.stack.place / "registry"
        (registry / "code").mkdir(parents=True, exist_ok=True)
        (registry / "code" / "index.py").write_text(source, encoding="utf-8")
        centers = {"centers": {"hotline": {"instance": INSTANCE, "registrations": mode}}}
        spec = {"greet": {**SPEC, **changes}} if with_function else {}
        service = {"service": "svc", "region": region, "generation": generation, "functions": spec}
        for name, content in (("centers", centers), ("services", service)):
            (registry / f"{name}.yaml").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    def up(self, *options: str) -> harness.Ran:
        """`pulumi up`, which has to succeed; the record of calls begins anew."""
        self.emulator.forget_calls()
        ran = self.stack.up(*options)
        assert ran.code == 0, ran.out + ran.err
        return ran

    @property
    def functions(self) -> list[tuple[str, Function]]:
        """Every function that there is, with its region."""
        return sorted(self.world.functions(), key=lambda each: (each[0], each[1].full_name))

    @property
    def places(self) -> list[str]:
        """Where they are."""
        return [f"{region}/{function.full_name}" for region, function in self.functions]

    @property
    def registration(self) -> Registration:
        """The center's only registration."""
        [found] = self.world.center(INSTANCE).registrations.values()
        return found

    @property
    def target(self) -> str:
        """Where it points, written as in `places`."""
        found = self.registration
        return f"{found.region}/{found.service}${found.function}" if found.service else f"{found.region}/{found.function}"

    def publish_a_flow(self) -> None:
        """A flow that calls the registration, and that callers reach by a number."""
        properties = {
            "functionMetaId": self.registration.registration_id,
            "parameters": json.dumps([{"key": "phone", "value": "${x}"}]),
            "outputs": [{"key": "city", "value": "city"}],
        }
        activity = {"type": "RUN_FUNCTION", "id": "2", "name": "ask", "properties": properties, "events": []}
        center = self.world.center(INSTANCE)
        center.put_flow(Flow(flow_id="flow-1", name="Main line", published=json.dumps({"activities": [activity]})))
        center.put_number(PhoneNumber(number="057100000001", flow_id="flow-1"))

    def publish_no_flow(self) -> None:
        """The flow does without it from now on."""
        self.world.center(INSTANCE).put_flow(Flow(flow_id="flow-1", name="Main line", published='{"activities": []}'))

    @contextmanager
    def being_called(self) -> Iterator[dict[str, Any]]:
        """Callers reach the registration the whole time. Afterwards: how many `calls`, and the `failures` among them."""
        said: dict[str, Any] = {}
        words = (self.emulator.center_endpoint, INSTANCE, self.registration.registration_id)
        command = [sys.executable, "-m", "tests.pulumi.caller", *words]
        pipe = subprocess.PIPE
        caller = subprocess.Popen(command, cwd=harness.ROOT, stdin=pipe, stdout=pipe, text=True)
        try:
            yield said
        finally:
            out, _ = caller.communicate("", timeout=PATIENCE)
        said.update(json.loads(out))


def new_world() -> World:
    """An account with an empty call center."""
    world = World()
    world.add_account(ACCOUNT, "test-key-id", "test-key-secret")
    world.add_center(INSTANCE, ACCOUNT)
    return world


def watching(world: World, broken: list[str]) -> Observer:
    """Looks after each write whether every registration points at a function that is there; `broken` says when one did not."""

    def look(when: str, call: Call) -> None:
        if when == "before" or not call.is_write:
            return
        with world.lock:
            there = {(region, function.service, function.name) for region, function in world.functions()}
            pointed = [(each.region, each.service, each.function) for each in world.center(INSTANCE).registrations.values()]
            broken.extend(f"{call.operation} left {place} behind" for place in pointed if place not in there)

    return look


def new_project(cli: Path, place: Path, emulator: Emulator, stack: str = "dev", **more: str) -> Project:
    """A project in that folder. `more` are environment variables."""
    place.mkdir(exist_ok=True)
    for name in ("Pulumi.yaml", "infra", ".venv"):
        if not (place / name).exists():
            (place / name).symlink_to(harness.ROOT / name)
    variables = {**_connection(emulator, place), **more}
    return Project(stack=harness.new_stack(cli, place, stack, **variables), world=emulator.world, emulator=emulator)


def _connection(emulator: Emulator, place: Path) -> dict[str, str]:
    hosts = {f"fc:{region}": host for region, host in emulator.endpoints.items()}
    hosts |= {"ccc": emulator.center_endpoint, "call_center": emulator.center_endpoint}
    return {
        "IVRSYNC_CACHE": str(place / ".cache"),
        "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
        "IVRSYNC_PROTOCOL": "http",
        "IVRSYNC_ACCOUNT_ID": ACCOUNT,
        "IVRSYNC_PYTHON": sys.executable,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "test-key-id",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }
