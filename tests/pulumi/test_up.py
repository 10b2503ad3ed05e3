"""`pulumi up` of the real program with the real engine: both sides follow the registry, and no published flow is left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sync.emulator.centers import Registration
from tests.cli.command import ivrsync
from tests.infra.plugin import ACCOUNT, INSTANCE, Hall, standing
from tests.pulumi import harness

pytestmark = pytest.mark.engine
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
MADE = (f"create V3Function {GREET}", f"create FunctionRegistration {REGISTRATION}")


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

    def by_hand(self, name: str) -> None:
        """Somebody does at the console what he is told to."""
        held = Registration(registration_id="hand-1", function=name, region="cn-hangzhou", description="问候")
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


def test_from_nothing_to_destroy(site: Site) -> None:
    site.spec()
    assert [str(step) for step in done(site.stack.preview()).planned] == [*MADE]
    assert site.hall.emulator.calls() == ()

    assert site.up().changes == MADE
    assert site.writes() == ["CreateFunction", "TagResources", "AddFunctionMeta"]
    (identity,) = site.hall.registrations
    site.hall.flow("f1", identity)

    site.up("--expect-no-changes")
    assert site.hall.emulator.calls() == ()
    place = site.stack.place
    assert ivrsync("plan", "--registry", str(place / "registry"), cwd=place, env=site.hall.variables(place)).code == 0

    refused = site.stack.destroy()
    assert refused.code != 0
    assert any(f"registration {identity} is still called by flow f1 [f1]" in message for message in refused.messages)
    assert site.writes() == []
    del site.hall.world.center(INSTANCE).flows["f1"]
    done(site.stack.destroy())
    assert site.writes() == ["DeleteFunctionMeta", "DeleteFunction greet"]


def test_a_rename_and_moves_keep_the_registration_and_leave_no_flow_alone(
    site: Site, record_property: Callable[[str, object], None]
) -> None:
    site.spec()
    site.up()
    (identity,) = site.hall.registrations
    site.hall.flow("f1", identity)
    site.writes()

    site.spec("welcome")
    site.up()
    assert site.writes() == ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction greet"]
    assert site.target == ("cn-hangzhou", "", "welcome")

    site.spec("welcome", region="cn-shanghai")
    site.up()
    assert site.writes() == ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction welcome"]
    assert site.target == ("cn-shanghai", "", "welcome")

    site.spec("welcome", region="cn-shanghai", generation="2.0")
    site.up()
    assert site.writes() == ["CreateService", "CreateFunction orders", "ModifyFunctionMeta", "DeleteFunction welcome"]
    assert site.target == ("cn-shanghai", "orders", "welcome")

    assert [*site.hall.registrations] == [identity]
    record_property(
        "counted", f"pulumi up: {site.guard.looks} looks during a rename and two moves, none at a flow that reaches nothing"
    )


def test_what_flows_do_not_fit_is_refused_before_anything_is_made(site: Site) -> None:
    site.spec()
    site.up()
    (identity,) = site.hall.registrations
    site.hall.flow("f1", identity)
    site.writes()
    for name in ("greet", "welcome"):
        site.spec(name, takes="order")
        refused = site.stack.deploy("up", "--yes")
        assert refused.code != 0
        assert any("does not fit what published flows pass and read: flow f1 [f1]" in message for message in refused.messages)
    assert site.writes() == []
    site.spec()
    site.up("--expect-no-changes")


@pytest.mark.parametrize("fault", ["CreateFunction:error=503", "ModifyFunctionMeta:drop-after", "DeleteFunction:error=503"])
def test_what_failed_midway_is_finished_by_the_next_up(site: Site, fault: str) -> None:
    site.spec()
    site.up()
    (identity,) = site.hall.registrations
    site.hall.flow("f1", identity)
    site.spec("welcome")
    site.hall.emulator.arm(fault)
    site.stack.up()
    site.hall.emulator.clear_faults()
    site.up()
    assert site.target == ("cn-hangzhou", "", "welcome")
    assert {name for _, name in site.hall.world.compute(ACCOUNT, "cn-hangzhou").functions} == {"a", "b", "c", "welcome"}


def test_drift_is_seen_by_refresh_and_put_right(site: Site) -> None:
    site.spec()
    site.up()
    (identity,) = site.hall.registrations
    moved = Registration(registration_id=identity, function="a", service="svc", region="cn-hangzhou", description="changed")
    site.hall.world.center(INSTANCE).register(moved)
    assert done(site.stack.refresh()).changes == (f"update FunctionRegistration {REGISTRATION}",)
    assert site.up().changes == (f"update FunctionRegistration {REGISTRATION}",)
    assert site.target == ("cn-hangzhou", "", "greet")
    del site.hall.world.center(INSTANCE).registrations[identity]
    done(site.stack.refresh())
    assert site.up().changes == (f"create FunctionRegistration {REGISTRATION}",)


def test_in_console_mode_the_old_function_stays_until_a_person_is_done(site: Site) -> None:
    site.spec(mode="console")
    waiting = site.stack.up()
    assert waiting.code != 0
    assert any("设置 > IVR集成 > 函数列表 > 添加" in message for message in waiting.messages)
    site.by_hand("greet")
    done(site.stack.refresh())
    (found,) = [each for each in site.stack.state() if each["type"].endswith(":FunctionRegistration")]
    assert (found["id"], found.get("initErrors")) == (f"{INSTANCE}/hand-1", None)
    site.up("--expect-no-changes")

    site.hall.flow("f1", "hand-1")
    site.spec("welcome", mode="console")
    waiting = site.stack.up()
    assert any("函数列表 > 编辑" in message for message in waiting.messages)
    assert ("", "greet") in site.hall.world.compute(ACCOUNT, "cn-hangzhou").functions
    site.by_hand("welcome")
    site.up()
    assert ("", "greet") not in site.hall.world.compute(ACCOUNT, "cn-hangzhou").functions


def test_an_existing_registration_is_imported_and_a_wrong_id_is_refused(site: Site) -> None:
    site.hall.register("r1", "a", "x")
    token = "ivrsync:index:FunctionRegistration"
    assert done(site.stack.adopt(token, "greet", f"{INSTANCE}/r1")).changes == ("import FunctionRegistration greet",)
    refused = site.stack.adopt(token, "nobody", f"{INSTANCE}/r9")
    assert refused.code != 0
    assert any("does not exist" in message for message in refused.messages)
    assert site.writes() == []
