"""A small call center with two functions, their flows and a registry that is in sync, for tests that change one thing and look."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from sync.emulator.centers import Flow, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.whole.process import Nursery

ACCOUNT, REGION, SERVICE, CENTER = "1000000000000001", "cn-hangzhou", "svc", "ccc-test"
PHONE = 'import json\ndef handler(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
ORDER = 'import json\ndef handler(event, context):\n    return {"state": json.loads(event)["order"]}\n'
BOTH = 'import json\ndef handler(event, context):\n    e = json.loads(event)\n    return {"city": e["phone"] + e["zone"]}\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What one look said: the exit code, the flows that it says break now or after an apply, and the codes of all findings."""

    code: int
    broken: tuple[str, ...]
    will_break: tuple[str, ...]
    codes: tuple[str, ...]
    document: dict[str, JsonValue]


@dataclass(slots=True)
class Town:
    """Two uids, alpha (svc/a, wants phone, answers city) and beta (svc/b, wants order, answers state), each called by a flow."""

    root: Path
    world: World
    nursery: Nursery
    emulator: Emulator = field(init=False)
    specs: dict[str, dict[str, JsonValue]] = field(default_factory=dict)

    def build(self) -> None:
        """The world and the registry, in sync but for the lock."""
        self.world.add_account(ACCOUNT, "test-key-id", "test-key-secret")
        self.center("ccc-test")
        self.deploy("a", PHONE)
        self.deploy("b", ORDER)
        self.register("r1", "a")
        self.register("r2", "b")
        self.flow("f1", "r1", passes=("phone",), reads=("city",))
        self.flow("f2", "r2", passes=("order",), reads=("state",))
        self.spec("alpha", name="a")
        self.spec("beta", name="b")
        self.centers("hotline: {instance: ccc-test, registrations: api}")

    def center(self, instance: str) -> None:
        """One more call center."""
        self.world.add_center(instance, ACCOUNT)

    def centers(self, *lines: str) -> None:
        """What the registry says of centers."""
        (self.root / "registry").mkdir(exist_ok=True)
        text = "centers:\n" + "".join(f"  {line}\n" for line in lines)
        (self.root / "registry" / "centers.yaml").write_text(text, encoding="utf-8")

    def deploy(self, name: str, code: str, *, handler: str = "index.handler", runtime: str = "python3.10") -> None:
        """Put a function there, or other code into it."""
        settings = {"handler": handler, "runtime": runtime, "memorySize": 128}
        package = zip_files({"index.py": code.encode()})
        self.world.put_function(ACCOUNT, REGION, name, service=SERVICE, package=package, settings=settings)

    def delete(self, name: str) -> None:
        """Take a function away."""
        self.world.compute(ACCOUNT, REGION).remove(SERVICE, name)

    def register(self, identity: str, name: str, *, instance: str = CENTER, region: str = REGION) -> None:
        """Add a registration, or point it elsewhere."""
        held = Registration(registration_id=identity, function=name, service=SERVICE, region=region)
        self.world.center(instance).register(held)

    def unregister(self, identity: str) -> None:
        """Remove a registration by hand."""
        del self.world.center(CENTER).registrations[identity]

    def flow(
        self,
        identity: str,
        holds: str,
        *,
        passes: Sequence[str] = (),
        reads: Sequence[str] = (),
        says: str = "",
        instance: str = CENTER,
    ) -> None:
        """Publish a flow with one function module and something spoken."""
        properties = {
            "functionMetaId": holds,
            "parameters": json.dumps([{"key": key, "value": "${x}"} for key in passes]),
            "outputs": [{"key": key, "value": key} for key in reads],
        }
        activities = [
            {"type": "PLAY_SAY", "id": "1", "name": "say", "properties": {"say": says}, "events": []},
            {"type": "RUN_FUNCTION", "id": "2", "name": "ask", "properties": properties, "events": []},
        ]
        definition = json.dumps({"activities": activities})
        self.world.center(instance).put_flow(Flow(flow_id=identity, name=f"flow {identity}", published=definition))

    def unpublish(self, identity: str) -> None:
        """Throw a flow away."""
        del self.world.center(CENTER).flows[identity]

    def spec(self, uid: str, **stated: JsonValue) -> None:
        """State a function; registered in the hotline unless said otherwise. Without anything stated it leaves the registry."""
        if stated:
            self.specs[uid] = {"registrations": {"hotline": {}}, **stated}
        else:
            del self.specs[uid]
        # JSON is YAML.
        document = {"service": SERVICE, "region": REGION, "functions": self.specs}
        (self.root / "registry").mkdir(exist_ok=True)
        (self.root / "registry" / "services.yaml").write_text(json.dumps(document, indent=1), encoding="utf-8")

    def run(self, *arguments: str) -> int:
        """Run a command; its exit code. What it said is in `said`."""
        self.nursery.start(self.emulator, self.root, *arguments)
        return self.nursery.wait()

    @property
    def said(self) -> str:
        """The output of the last command."""
        return (self.root / "out.txt").read_text(encoding="utf-8")

    def look(self, *arguments: str) -> Looked:
        """Run `drift` or `plan` for its JSON; the document and the process must say the same code."""
        code = self.run(*arguments, "--format", "json", "-q")
        document: dict[str, JsonValue] = json.loads(self.said)
        plan = document.get("plan", document)
        assert isinstance(plan, dict)
        findings = [item for item in as_list(plan["findings"]) if isinstance(item, dict)]
        codes = tuple(str(item["code"]) for item in findings)
        return Looked(
            code=code,
            broken=_broken(findings, "now"),
            will_break=_broken(findings, "after-apply"),
            codes=codes,
            document=document,
        )


def as_list(value: JsonValue) -> list[JsonValue]:
    """A list of a JSON document."""
    assert isinstance(value, list)
    return value


def _broken(findings: Sequence[Mapping[str, JsonValue]], when: str) -> tuple[str, ...]:
    """The ids of the published flows that the findings of that moment name as broken."""
    flows = [
        flow
        for item in findings
        if item["breaks"] and item.get("when", "now") == when
        for flow in as_list(item["flows"])
        if isinstance(flow, dict) and flow["published"]
    ]
    return tuple(sorted({str(flow["id"]) for flow in flows}))
