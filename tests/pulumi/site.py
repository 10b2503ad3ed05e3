"""A checkout with a stack beside `ivrsync`; in its small call center no registration may ever reach nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync.emulator.centers import Registration
from tests.infra.plugin import ACCOUNT, INSTANCE, Hall, standing
from tests.pulumi import harness

ROOT = Path(__file__).parents[2]
SPEC = """\
service: orders
region: {region}
generation: "{generation}"
functions:
  greet:
    name: {name}
    runtime: python3.10
    handler: index.handler
    code: code
    signature: {{inputs: {{{takes}: {{type: string, required: true}}}}, result: {{city: string}}}}
    registrations:
      hotline: {{description: 问候}}
    checks:
      - {{name: answers, input: {{{takes}: hangzhou}}, expect: {{city: hangzhou}}}}
"""
CODE = 'import json\ndef handler(event, context):\n    return {{"city": json.loads(event)["{takes}"]}}\n'
GREET, REGISTRATION = "greet@cn-hangzhou", "greet@hotline"


@dataclass(slots=True)
class Guard:
    """Looks after every operation, once there is a flow, whether each registration reaches a function."""

    looks: int = 0
    silent: list[str] = field(default_factory=list)

    def __call__(self, hall: Hall) -> None:
        if not hall.world.center(INSTANCE).flows:
            return
        for held in hall.registrations.values():
            self.looks += 1
            if (held.service, held.function) not in hall.world.compute(ACCOUNT, held.region).functions:
                self.silent.append(f"{held.region}/{held.service}/{held.function}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A checkout with a registry of one function, a stack of it, and the cloud."""

    stack: harness.Stack
    hall: Hall
    guard: Guard

    def spec(
        self,
        name: str = "greet",
        *,
        region: str = "cn-hangzhou",
        generation: str = "3.0",
        takes: str = "phone",
        mode: str = "api",
    ) -> None:
        """Write the registry."""
        registry = self.stack.place / "registry"
        (registry / "code").mkdir(parents=True, exist_ok=True)
        (registry / "code" / "index.py").write_text(CODE.format(takes=takes), encoding="utf-8")
        spec = SPEC.format(name=name, region=region, generation=generation, takes=takes)
        (registry / "services.yaml").write_text(spec, encoding="utf-8")
        center = f"centers:\n  hotline: {{instance: {INSTANCE}, registrations: {mode}}}\n"
        (registry / "centers.yaml").write_text(center, encoding="utf-8")

    def up(self, *options: str) -> harness.Ran:
        """With a preview first, as a user has it."""
        return done(self.stack.deploy("up", "--yes", *options))

    def writes(self) -> list[str]:
        """The writing calls since the last look, in their order."""
        sent = harness.writes(self.hall.emulator)
        self.hall.emulator.forget_calls()
        return sent

    @property
    def target(self) -> tuple[str, str, str]:
        """Where the one registration points."""
        (held,) = self.hall.registrations.values()
        return held.region, held.service, held.function

    def by_hand(self, name: str, service: str = "") -> None:
        """Somebody does at the console what he is told to."""
        held = Registration(registration_id="hand-1", service=service, function=name, region="cn-hangzhou", description="问候")
        self.hall.world.center(INSTANCE).register(held)


@pytest.fixture
def site(cli: Path, tmp_path: Path) -> Iterator[Site]:
    place = tmp_path / "site"
    place.mkdir()
    shutil.copy(ROOT / "Pulumi.yaml", place)
    (place / "infra").symlink_to(ROOT / "infra")
    guard = Guard()
    with standing(guard) as hall:
        needed = {name: value for name, value in hall.variables(place).items() if name.startswith(("IVRSYNC_", "ALIBABA_"))}
        yield Site(stack=harness.new_stack(cli, place, "dev", **needed), hall=hall, guard=guard)
    assert guard.silent == []


def done(ran: harness.Ran) -> harness.Ran:
    assert ran.code == 0, ran.out + ran.err
    return ran
