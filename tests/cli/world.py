"""A small emulated cloud and the registry that wants it otherwise, for running whole commands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.emulator.calls import Observer
from sync.emulator.server import Emulator
from sync.emulator.worldfile import read_world
from tests.cli.command import Ran, environment, ivrsync

ACCOUNT = "1000000000000001"
WORLD = f"""\
accounts:
  - id: "{ACCOUNT}"
    keys: [{{id: test-key-id, secret: test-key-secret}}]
functions:
  - {{region: cn-shenzhen, service: example-service, name: checkUserIdentity, memory: 128, timeout: 10, code: identity}}
  - {{region: cn-hangzhou, service: demo-service, name: get_number_region, code: number}}
centers:
  - instance: ccc-test
    registrations:
      - {{id: meta-1, region: cn-hangzhou, service: demo_service, function: get_number_region, description: 号码归属地}}
    flows:
      - id: flow-1
        name: 来电主流程
        published:
          activities: [{{type: RUN_FUNCTION, id: "1", properties: {{functionMetaId: meta-1, parameters: []}}, events: []}}]
"""
IDENTITY = "import json\ndef handler(event, context):\n    return {'verified': json.loads(event)['idNumber'] == '330102'}\n"
NUMBER = "def handler(event, context):\n    return '浙江杭州'\n"
SERVICES = """\
service: example-service
region: cn-shenzhen
functions:
  check-user-identity:
    name: checkUserIdentity
    memory: 256
    registrations:
      hotline: {description: 身份验证}
    checks:
      - {name: a known caller, input: {idNumber: "330102"}, expect: {verified: true}}
---
service: demo-service
region: 华东1（杭州）
functions:
  get-number-region:
    name: get_number_region
    registrations:
      hotline:
"""
CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder with a registry, pointed at an emulator."""

    root: Path
    emulator: Emulator
    env: dict[str, str]

    def run(self, *arguments: str, stdin: str = "", **more: str) -> Ran:
        """Run a command there."""
        return ivrsync(*arguments, cwd=self.root, env={**self.env, **more}, stdin=stdin)

    def operations(self) -> list[str]:
        """The operations called so far, in order."""
        return [call.operation for call in self.emulator.calls()]


def in_sync() -> str:
    """The world as the registry wants it."""
    registered = (
        "  - {id: meta-2, region: cn-shenzhen, service: example-service, function: checkUserIdentity, description: 身份验证}"
    )
    changed = WORLD.replace("memory: 128", "memory: 256").replace("demo_service", "demo-service")
    return changed.replace("    flows:", f"    {registered}\n    flows:")


@contextmanager
def emulated(root: Path, *, centers: str = CENTERS, world: str = WORLD, observer: Observer | None = None) -> Iterator[Place]:
    """The registry written below `root`, and the cloud it speaks to, running."""
    for name, code in (("identity", IDENTITY), ("number", NUMBER)):
        (root / "world" / name).mkdir(parents=True)
        (root / "world" / name / "index.py").write_text(code, encoding="utf-8")
    (root / "world" / "world.yaml").write_text(world, encoding="utf-8")
    (root / "registry").mkdir()
    (root / "registry" / "services.yaml").write_text(SERVICES, encoding="utf-8")
    (root / "registry" / "centers.yaml").write_text(centers, encoding="utf-8")
    with Emulator.start(read_world(root / "world" / "world.yaml"), observer=observer) as emulator:
        yield Place(root=root, emulator=emulator, env={**pointed_at(emulator), "IVRSYNC_CACHE": str(root / ".cache")})


def pointed_at(emulator: Emulator) -> dict[str, str]:
    """The environment of a command that shall speak to that emulator."""
    hosts = {f"fc:{region}": host for region, host in emulator.endpoints.items()}
    hosts |= {"ccc": emulator.center_endpoint, "call_center": emulator.center_endpoint}
    return environment(
        IVRSYNC_ENDPOINTS=",".join(f"{name}={host}" for name, host in hosts.items()),
        IVRSYNC_PROTOCOL="http",
        IVRSYNC_ACCOUNT_ID=ACCOUNT,
        ALIBABA_CLOUD_ACCESS_KEY_ID="test-key-id",
        ALIBABA_CLOUD_ACCESS_KEY_SECRET="test-key-secret",
    )
