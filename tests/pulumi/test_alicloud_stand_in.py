"""Which calls the stand-in makes for which change: those recorded from the real provider. No engine is needed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, NoReturn

import pytest
from pulumi.runtime.proto.provider_pb2 import ConfigureRequest

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION
from tests.pulumi.alicloud_plugin import AlicloudPlugin, connected, dumped, loaded
from tests.pulumi.fc_calls import FunctionCompute, RefusedError
from tests.pulumi.fc_resources import KINDS, PartlyDoneError

V3 = KINDS["alicloud:fc/v3Function:V3Function"]
V2 = KINDS["alicloud:fc/v2Function:V2Function"]
SERVICE = KINDS["alicloud:fc/service:Service"]
PACKAGE = base64.b64encode(zip_files({"index.py": "def handler(event, context):\n    return event\n"})).decode()
GREET = {"functionName": "greet", "runtime": "python3.10", "handler": "index.handler", "code": {"zipFile": PACKAGE}}


class Refused(Exception):  # noqa: N818  what the engine would be told
    pass


class Context:
    """Of a call's context, what a plugin uses to refuse it."""

    def abort(self, code: object, details: str) -> NoReturn:  # noqa: ARG002
        raise Refused(details)


@pytest.fixture
def fc(emulator: Emulator) -> FunctionCompute:
    endpoint = emulator.endpoints[REGION]
    return FunctionCompute(endpoint=endpoint, key_id=KEY_ID, key_secret=KEY_SECRET, region=REGION, account=ACCOUNT)


def calls(emulator: Emulator) -> list[str]:
    return [call.operation for call in emulator.calls()]


def test_a_function_is_created_as_the_provider_creates_it(fc: FunctionCompute, emulator: Emulator) -> None:
    assert V3.create(fc, GREET) == "greet"
    assert calls(emulator) == ["CreateFunction"]
    emulator.forget_calls()
    V3.create(fc, {**GREET, "functionName": "tagged", "tags": {"team": "ivr"}})
    assert calls(emulator) == ["CreateFunction", "GetFunction", "TagResources"]
    assert (V3.read(fc, "tagged") or {})["tags"] == {"team": "ivr"}


DISABLED = {"invocationRestriction": {"disable": True, "reason": "retired"}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({}, {"memorySize": 512}, ["UpdateFunction"], id="a setting"),
        pytest.param({"description": "a"}, {"description": "b", "timeout": 9}, ["UpdateFunction"], id="two settings"),
        pytest.param({}, {"customDns": {"searches": ["a"]}}, ["UpdateFunction"], id="a setting named otherwise in the API"),
        pytest.param({}, {"tags": {"a": "1"}}, ["GetFunction", "TagResources"], id="a tag more"),
        pytest.param({"tags": {"a": "1"}}, {}, ["GetFunction", "UntagResources"], id="a tag less"),
        pytest.param(
            {"tags": {"a": "1", "b": "2"}},
            {"tags": {"b": "3", "c": "4"}},
            ["GetFunction", "UntagResources", "TagResources"],
            id="tags of all kinds",
        ),
        pytest.param({}, DISABLED, ["DisableFunctionInvocation"], id="disabled"),
        pytest.param(DISABLED, {}, ["EnableFunctionInvocation"], id="enabled"),
        pytest.param({}, {"resourceGroupId": "rg-one"}, ["ChangeResourceGroup"], id="another resource group"),
        pytest.param(DISABLED, DISABLED, [], id="nothing"),
    ],
)
def test_an_update_calls_for_what_changed_and_the_function_is_then_as_asked(
    fc: FunctionCompute, emulator: Emulator, before: Mapping[str, Any], after: Mapping[str, Any], expected: list[str]
) -> None:
    V3.create(fc, {**GREET, **before})
    emulator.forget_calls()
    V3.update(fc, "greet", {**GREET, **before}, {**GREET, **after})
    assert calls(emulator) == expected
    found = V3.read(fc, "greet") or {}
    assert {name: found[name] for name in after} == after
    assert found["tags"] == after.get("tags", {})


def test_what_was_created_and_not_finished_says_how_far_it_came(fc: FunctionCompute, emulator: Emulator) -> None:
    emulator.arm("DisableFunctionInvocation:error=503")
    with pytest.raises(PartlyDoneError, match="invoke/disable: 503") as stopped:
        V3.create(fc, {**GREET, **DISABLED})
    assert (stopped.value.identity, stopped.value.found["functionName"]) == ("greet", "greet")
    assert "invocationRestriction" not in stopped.value.found


def test_a_function_of_the_older_kind_goes_through_its_own_api(fc: FunctionCompute, emulator: Emulator) -> None:
    assert SERVICE.create(fc, {"name": "svc", "description": "IVR"}) == "svc"
    inputs = {**GREET, "serviceName": "svc"}
    assert V2.create(fc, inputs) == "svc:greet"
    V2.update(fc, "svc:greet", inputs, {**inputs, "memorySize": 512})
    found = V2.read(fc, "svc:greet") or {}
    assert (found["memorySize"], found["functionArn"]) == (
        512,
        f"acs:fc:{REGION}:{ACCOUNT}:services/svc.LATEST/functions/greet",
    )
    SERVICE.update(fc, "svc", {}, {"name": "svc", "description": "hotline"})
    assert (SERVICE.read(fc, "svc") or {})["description"] == "hotline"
    V2.delete(fc, "svc:greet")
    SERVICE.delete(fc, "svc")
    assert {call.api for call in emulator.calls()} == {"fc2"}


@pytest.mark.parametrize(
    ("kind", "identity"), [pytest.param(V3, "gone"), pytest.param(V2, "svc:gone"), pytest.param(SERVICE, "gone")]
)
def test_what_is_gone_is_read_as_nothing_and_deleted_without_complaint(fc: FunctionCompute, kind: Any, identity: str) -> None:
    assert kind.read(fc, identity) is None
    kind.delete(fc, identity)


def test_a_refused_call_is_made_once_and_named(fc: FunctionCompute, emulator: Emulator) -> None:
    emulator.arm("GetFunction:error=503*2")
    with pytest.raises(RefusedError, match="GET /2023-03-30/functions/greet: 503 InternalServerError"):
        V3.read(fc, "greet")
    assert calls(emulator) == ["GetFunction"]


def test_a_wrong_secret_is_refused(emulator: Emulator, world: World) -> None:
    settings = {"accessKey": KEY_ID, "secretKey": "test-wrong-secret", "endpoints": f'[{{"fc": "{emulator.endpoints[REGION]}"}}]'}
    with pytest.raises(RefusedError, match="SignatureDoesNotMatch"):
        V3.create(connected(settings, {}), GREET)
    assert world.compute(ACCOUNT, REGION).functions == {}


def test_without_an_endpoint_nothing_is_called() -> None:
    with pytest.raises(Refused, match="no endpoint fc is set for cn-hangzhou"):
        AlicloudPlugin().Configure(ConfigureRequest(args=dumped({"region": REGION})), Context())


def test_values_keep_their_shape_on_the_wire() -> None:
    values = {"a": 1, "b": 0.5, "c": [True, "x"], "d": {"e": 2}}
    assert loaded(dumped({**values, "f": None})) == values
