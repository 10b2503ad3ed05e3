"""The scene of the contract tests, and how the fake and the emulator are made to hold it.

Two functions of 2.0 in two regions, one of 3.0, one that always fails; a center with a registration for each of the first two, one
of them typed as a person would, and two flows, one of which a phone number leads to.
"""

from __future__ import annotations

import io
import itertools
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from sync.adapters.connect import Timing, connect, connect_readers
from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Keys
from sync.core.worlds import (
    Configuration,
    FailoverTarget,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    RegistrationState,
    WantedCenter,
)
from sync.emulator.centers import Draft, Flow, PhoneNumber, Registration
from sync.emulator.messages import Call
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.ports import Answer, Readers, Writers
from sync.specs.ids import Address, CenterName, Region
from tests.fakes.clouds import FakeClouds

ACCOUNT = "1234567890123456"
KEYS = Keys(access_key_id="test-key-id", access_key_secret="test-key-secret")
HANGZHOU, SHENZHEN, BEIJING = Region("cn-hangzhou"), Region("cn-shenzhen"), Region("cn-beijing")

HOTLINE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="api")
EMPTY = WantedCenter(name=CenterName("empty"), instance="ccc-empty", mode="api")
NOWHERE = WantedCenter(name=CenterName("nowhere"), instance="ccc-nowhere", mode="api")

IDENTITY = Address(SHENZHEN, "example-service", "checkUserIdentity")
NUMBER = Address(HANGZHOU, "demo-service", "get_number_region")
LOOKUP = Address(HANGZHOU, "", "lookup")
BROKEN = Address(HANGZHOU, "demo-service", "broken")
DESCRIPTION = "归属地"
ADDRESSES = (IDENTITY, NUMBER, BROKEN, LOOKUP)
SETTINGS = Configuration(
    runtime="python3.10", handler="index.handler", memory=256, timeout=10, environment={"MODE": "slow", "CITY": "杭州"}
)
REGISTRATIONS = (
    FoundRegistration(
        center=HOTLINE.name,
        id="meta-identity",
        state=RegistrationState(target=IDENTITY, description="身份验证", role="test-role", failover=None),
    ),
    FoundRegistration(
        center=HOTLINE.name,
        id="meta-number",
        state=RegistrationState(
            target=replace(NUMBER, service="demo_service"),
            description="",
            role="",
            failover=FailoverTarget(Region("cn-shanghai"), 5.0),
        ),
    ),
)
DEFINITION = '{"activities": [{"type":"INCOMING_CALL", "name":"开始"}],\n "description":""}'
FLOWS = (
    FoundFlow(
        center=HOTLINE.name, id="flow-main", name="主流程", type="MAIN_FLOW", published=True,
        definition=DEFINITION, draft_id=None, editor=None, numbers=("057100000000", "057100000001"),
    ),
    FoundFlow(
        center=HOTLINE.name, id="flow-new", name="新", type="SUB_FLOW", published=False,
        definition="{}", draft_id="draft-1", editor="somebody", numbers=(),
    ),
)  # fmt: skip
ECHO = "def handler(event, context):\n    return event\n"
RAISE = "def handler(event, context):\n    raise ValueError('no such number')\n"


class Stage(Protocol):
    """A place where the ports' promises are tried."""

    readers: Readers
    writers: Writers

    def later(self) -> None:
        """Let so much time pass that a version mark made now differs from one made before."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Faked:
    """The hand-written fake."""

    def __init__(self) -> None:
        functions = [
            FoundFunction(
                address=address,
                function_id=address.name,
                configuration=SETTINGS,
                checksum="1",
                modified="0",
                description=DESCRIPTION,
                created="2026-01-01T00:00:00Z",
            )
            for address in ADDRESSES
        ]
        clouds = FakeClouds(
            centers=[HOTLINE.name, EMPTY.name],
            functions=functions,
            registrations=REGISTRATIONS,
            flows=FLOWS,
            behaviours={address: _fails if address == BROKEN else _echoes for address in ADDRESSES},
        )
        self.readers, self.writers = clouds.readers, clouds.writers

    def later(self) -> None:
        """Versions are counted here: nothing to wait for."""

    def close(self) -> None:
        """Nothing to end."""


class Emulated:
    """The emulator, behind the adapters and the official SDKs. Waiting costs nothing: sleeps are skipped."""

    def __init__(self) -> None:
        self._ahead = 0.0
        ids = itertools.count(1)
        self.world = World(clock=lambda: time.time() + self._ahead, ids=lambda: f"made-{next(ids)}")
        self.world.add_account(ACCOUNT, KEYS.access_key_id, KEYS.access_key_secret)
        for address in ADDRESSES:
            self.put(address, RAISE if address == BROKEN else ECHO)
        _furnish(self.world)
        self.after_call: Callable[[Call], None] = lambda _call: None
        self.emulator = Emulator.start(self.world, regions=[HANGZHOU, SHENZHEN, BEIJING], observer=self._observe)
        self.access = access_to(self.emulator)
        self.slept: list[float] = []
        self.timing = Timing(sleep=self.slept.append)
        self.readers, self.writers = connect(self.access, keys=KEYS, timing=self.timing)

    def fresh_readers(self) -> Readers:
        """Readers that were never slowed down."""
        return connect_readers(self.access, keys=KEYS, timing=self.timing)

    def put(self, address: Address, source: str = ECHO) -> None:
        """Add a function with the scene's settings."""
        self.world.put_function(
            ACCOUNT,
            address.region,
            address.name,
            service=address.service,
            package=zipped(source),
            settings={
                "runtime": SETTINGS.runtime,
                "handler": SETTINGS.handler,
                "memorySize": SETTINGS.memory,
                "timeout": SETTINGS.timeout,
                "description": DESCRIPTION,
                "environmentVariables": dict(SETTINGS.environment or {}),
            },
        )

    def sent(self) -> list[str]:
        """The operations that reached the emulator, in order."""
        return [call.operation for call in self.emulator.calls()]

    def later(self) -> None:
        """Versions are times to the second."""
        self._ahead += 2

    def close(self) -> None:
        self.emulator.stop()

    def _observe(self, moment: str, call: Call) -> None:
        if moment == "after":
            self.after_call(call)


def access_to(emulator: Emulator) -> ConnectionConfig:
    """How to reach an emulator."""
    center = emulator.endpoints["cn-shanghai"]
    functions = {f"fc:{region}": endpoint for region, endpoint in emulator.endpoints.items()}
    return ConnectionConfig(account_id=ACCOUNT, protocol="http", endpoints={**functions, "ccc": center, "call_center": center})


def zipped(source: str) -> bytes:
    """A code package with that source as index.py."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(zipfile.ZipInfo("index.py"), source)
    return buffer.getvalue()


def _furnish(world: World) -> None:
    center = world.add_center(HOTLINE.instance, ACCOUNT)
    world.add_center(EMPTY.instance, ACCOUNT)
    for registration in REGISTRATIONS:
        center.register(
            Registration(
                registration_id=registration.id,
                function=registration.target.name,
                service=registration.target.service,
                region="华南1(深圳)" if registration.target.region == SHENZHEN else registration.target.region,
                role=registration.state.role,
                description=registration.state.description,
                failover_region="华东2（上海）" if registration.state.failover else "",
                failover_weight=registration.state.failover.weight if registration.state.failover else None,
            )
        )
    main, new = FLOWS
    draft = Draft(draft_id="draft-1", definition=new.definition, editor="somebody")
    center.put_flow(Flow(flow_id=main.id, name=main.name, type=main.type, published=main.definition))
    center.put_flow(Flow(flow_id=new.id, name=new.name, type=new.type, editing=draft))
    for number in main.numbers:
        center.put_number(PhoneNumber(number=number, flow_id=main.id))
    center.put_number(PhoneNumber(number="057199999999"))


def _echoes(event: str) -> Answer:
    return Answer(payload=event, error=None)


def _fails(_event: str) -> Answer:
    return Answer(payload='{"errorMessage": "no such number"}', error="UnhandledInvocationError: no such number")
