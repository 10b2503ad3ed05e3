"""The plugin in a process of its own, spoken to over gRPC as the engine does, and the small call center that it works on."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from infra.wire import Properties, Value, dumps, loads
from sync.emulator.centers import Flow, PhoneNumber, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.cli.command import environment
from tests.patience import PATIENCE

ACCOUNT, INSTANCE, REGION, SERVICE = "1000000000000001", "ccc-test", "cn-hangzhou", "svc"
TYPE = "ivrsync:index:FunctionRegistration"
URN = f"urn:pulumi:dev::ivr::{TYPE}::greet@hotline"
PHONE = 'import json\ndef handler(event, context):\n    return {"city": json.loads(event)["phone"]}\n'
ORDER = 'import json\ndef handler(event, context):\n    return {"state": json.loads(event)["order"]}\n'
CHECK: Value = {"name": "answers", "input": {"phone": "hangzhou", "order": "1"}, "expect": {"city": "hangzhou"}}


def inputs(name: str = "a", **more: Value) -> Properties:
    """What a program states of the registration of a function."""
    return {"instanceId": INSTANCE, "region": REGION, "service": SERVICE, "functionName": name, **more}


@dataclass(slots=True)
class Hall:
    """A call center `ccc-test`; functions svc/a and svc/b take phone and answer city, svc/c takes order and answers state."""

    world: World = field(default_factory=World)
    emulator: Emulator = field(init=False)

    def build(self) -> None:
        """Everything but registrations and flows."""
        self.world.add_account(ACCOUNT, "test-key-id", "test-key-secret")
        self.world.add_center(INSTANCE, ACCOUNT)
        for name, code in (("a", PHONE), ("b", PHONE), ("c", ORDER)):
            self.deploy(name, code)

    def deploy(self, name: str, code: str, *, region: str = REGION, service: str = SERVICE) -> None:
        """Put a function there, or other code into it."""
        package = zip_files({"index.py": code.encode()})
        settings = {"handler": "index.handler", "runtime": "python3.10", "memorySize": 128}
        self.world.put_function(ACCOUNT, region, name, service=service, package=package, settings=settings)

    def register(self, identity: str, name: str, description: str = "", role: str = "") -> None:
        """A registration that somebody made."""
        held = Registration(
            registration_id=identity, function=name, service=SERVICE, region=REGION, description=description, role=role
        )
        self.world.center(INSTANCE).register(held)

    def flow(self, identity: str, holds: str, *, published: bool = True) -> None:
        """A flow that passes phone, reads city, and is entered by a number of its own."""
        properties = {
            "functionMetaId": holds,
            "parameters": json.dumps([{"key": "phone", "value": "${x}"}]),
            "outputs": [{"key": "city", "value": "city"}],
        }
        activity = {"type": "RUN_FUNCTION", "id": "2", "name": "ask", "properties": properties, "events": []}
        definition = json.dumps({"activities": [activity]})
        flow = Flow(flow_id=identity, name=f"flow {identity}", published=definition if published else None)
        self.world.center(INSTANCE).put_flow(flow)
        self.world.center(INSTANCE).put_number(PhoneNumber(number="057100000001", flow_id=identity))

    @property
    def registrations(self) -> Mapping[str, Registration]:
        """What the center has now."""
        return self.world.center(INSTANCE).registrations

    def writes(self) -> list[str]:
        """The writing operations called so far."""
        return [call.operation for call in self.emulator.calls() if call.is_write]

    def variables(self, home: Path, **more: str) -> dict[str, str]:
        """The environment of a process that speaks to this emulator."""
        hosts = {f"fc:{region}": host for region, host in self.emulator.endpoints.items()}
        hosts |= {"ccc": self.emulator.center_endpoint, "call_center": self.emulator.center_endpoint}
        stated = {
            "HOME": str(home),
            "IVRSYNC_CACHE": str(home / ".cache"),
            "IVRSYNC_ENDPOINTS": ",".join(f"{name}={host}" for name, host in hosts.items()),
            "IVRSYNC_PROTOCOL": "http",
            "IVRSYNC_ACCOUNT_ID": ACCOUNT,
            "ALIBABA_CLOUD_ACCESS_KEY_ID": "test-key-id",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-key-secret",
        }
        return environment(**{**stated, **more})


@contextmanager
def standing(watch: Callable[[Hall], None] = lambda _: None) -> Iterator[Hall]:
    """The center and its functions, answering; `watch` is called after each operation."""
    hall = Hall()
    hall.build()

    def observe(moment: str, call: object) -> None:
        del call
        if moment == "after":
            watch(hall)

    with Emulator.start(hall.world, regions=("cn-shanghai",), observer=observe) as hall.emulator:
        yield hall


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A resource that the engine is told to keep although a call failed."""

    id: str
    inputs: Properties
    outputs: Properties
    reasons: Sequence[str]


@dataclass(slots=True)
class Plugin:
    """A running plugin."""

    process: subprocess.Popen[str]
    stub: ResourceProviderStub

    def configure(self, **config: Value) -> provider_pb2.ConfigureResponse:
        """As the engine does, once."""
        request = provider_pb2.ConfigureRequest(args=dumps(config), acceptSecrets=True, sends_old_inputs=True)
        answer: provider_pb2.ConfigureResponse = self.stub.Configure(request)
        return answer

    def check(self, news: Properties, olds: Properties | None = None) -> tuple[Properties, list[tuple[str, str]]]:
        """The inputs as they will be kept, and what is wrong with them. `olds`: as they were kept before."""
        answer = self.stub.Check(provider_pb2.CheckRequest(urn=URN, news=dumps(news), olds=dumps(olds or {})))
        return loads(answer.inputs), [(failure.property, failure.reason) for failure in answer.failures]

    def diff(self, olds: Properties, news: Properties, ignoring: Sequence[str] = ()) -> provider_pb2.DiffResponse:
        """What an update would be about."""
        request = provider_pb2.DiffRequest(
            urn=URN, id=f"{INSTANCE}/r1", old_inputs=dumps(olds), olds=dumps(olds), news=dumps(news), ignoreChanges=ignoring
        )
        answer: provider_pb2.DiffResponse = self.stub.Diff(request)
        return answer

    def create(self, news: Properties, *, preview: bool = False) -> tuple[str, Properties]:
        """The id and the outputs."""
        answer = self.stub.Create(provider_pb2.CreateRequest(urn=URN, properties=dumps(news), preview=preview))
        return answer.id, loads(answer.properties)

    def update(self, identity: str, news: Properties, *, olds: Properties | None = None, preview: bool = False) -> Properties:
        """The outputs."""
        request = provider_pb2.UpdateRequest(
            urn=URN, id=identity, olds=dumps(olds or {}), old_inputs=dumps(olds or {}), news=dumps(news), preview=preview
        )
        return loads(self.stub.Update(request).properties)

    def read(self, identity: str, known: Properties | None = None) -> tuple[str, Properties, Properties] | None:
        """The id, the inputs and the outputs; None for a resource that is not there."""
        answer = self.stub.Read(provider_pb2.ReadRequest(urn=URN, id=identity, inputs=dumps(known or {})))
        if not answer.HasField("properties") and not answer.HasField("inputs"):
            assert answer.id == ""
            return None
        return answer.id, loads(answer.inputs), loads(answer.properties)

    def delete(self, identity: str, olds: Properties) -> None:
        """Remove it."""
        self.stub.Delete(provider_pb2.DeleteRequest(urn=URN, id=identity, properties=dumps(olds), old_inputs=dumps(olds)))

    def invoke(self, token: str, **arguments: Value) -> tuple[Properties, list[str]]:
        """The answer, and the arguments that are wrong."""
        answer = self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=dumps(arguments)))
        return loads(getattr(answer, "return")), [failure.property for failure in answer.failures]

    def cancel(self) -> None:
        """As the engine does on Ctrl-C."""
        self.stub.Cancel(empty_pb2.Empty())


@contextmanager
def started(home: Path, env: Mapping[str, str]) -> Iterator[Plugin]:
    """The plugin from its first line to SIGTERM, after which it has to end with 0."""
    process = subprocess.Popen(
        [sys.executable, "-m", "infra.provider", "127.0.0.1:1"], cwd=home, env=dict(env), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    channel = grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}")
    stub = ResourceProviderStub(channel)
    assert stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1")).accept_secrets
    stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1"))
    try:
        yield Plugin(process, stub)
    finally:
        channel.close()
        process.terminate()
        assert process.wait(PATIENCE) == 0
        process.stdout.close()


@contextmanager
def refused() -> Iterator[list[str]]:
    """Expects the call inside to be refused; its one message, once it was."""
    told: list[str] = []
    with pytest.raises(grpc.RpcError) as caught:
        yield told
    error: Any = caught.value
    assert error.code() is grpc.StatusCode.FAILED_PRECONDITION, error.details()
    told.append(error.details())


@contextmanager
def unfinished() -> Iterator[list[Unfinished]]:
    """Expects the call inside to fail and the resource to be kept; what is kept, once it did."""
    told: list[Unfinished] = []
    with pytest.raises(grpc.RpcError) as caught:
        yield told
    error: Any = caught.value
    status = status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    kept = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(kept)
    told.append(Unfinished(id=kept.id, inputs=loads(kept.inputs), outputs=loads(kept.properties), reasons=list(kept.reasons)))
