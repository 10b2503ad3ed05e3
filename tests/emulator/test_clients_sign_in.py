"""Every way in which the official SDKs can be told to sign, over the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as mc
from alibabacloud_ccc20200701.client import Client as CenterClient
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc20230330.client import Client as Fc3Client
from alibabacloud_tea_openapi.models import Config
from Tea.exceptions import TeaException

from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.centers_at_hand import INSTANCE, a_center
from tests.emulator.sdk import ACCOUNT, CENTER_REGION, KEY_ID, KEY_SECRET, REGION, status_and_code

PLAIN = {"access_key_id": KEY_ID, "access_key_secret": KEY_SECRET}
TEMPORARY = {"access_key_id": "test-sts-id", "access_key_secret": "test-sts-secret", "security_token": "test-token"}
WAYS = pytest.mark.parametrize(
    "way",
    [
        pytest.param(PLAIN, id="today"),
        pytest.param(PLAIN | {"signature_algorithm": "v2"}, id="the-older-scheme"),
        pytest.param(TEMPORARY, id="today-with-a-token"),
        pytest.param(TEMPORARY | {"signature_algorithm": "v2"}, id="the-older-scheme-with-a-token"),
    ],
)


@pytest.fixture(autouse=True)
def full_world(world: World) -> None:
    world.add_account(ACCOUNT, "test-sts-id", "test-sts-secret", "test-token")
    world.put_function(ACCOUNT, REGION, "greet", service="svc")
    a_center(world)


def fc3(emulator: Emulator, way: dict[str, str]) -> Any:
    return Fc3Client(Config(**way, endpoint=emulator.endpoints[REGION], protocol="HTTP"))


def ccc(emulator: Emulator, way: dict[str, str]) -> Any:
    return CenterClient(Config(**way, endpoint=emulator.endpoints[CENTER_REGION], protocol="HTTP"))


@WAYS
def test_a_client_gets_in_with_its_key(emulator: Emulator, way: dict[str, str]) -> None:
    found = fc3(emulator, way).list_functions(m3.ListFunctionsRequest(prefix="svc", limit=5)).body.functions
    assert [function.function_name for function in found] == ["svc$greet"]
    assert ccc(emulator, way).get_instance(mc.GetInstanceRequest(instance_id=INSTANCE)).body.data.id == INSTANCE


@WAYS
def test_an_asynchronous_client_gets_in_with_its_key(emulator: Emulator, way: dict[str, str]) -> None:
    async def ask() -> Any:
        return await ccc(emulator, way).get_instance_async(mc.GetInstanceRequest(instance_id=INSTANCE))

    assert asyncio.run(ask()).body.data.id == INSTANCE


@WAYS
@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        pytest.param({"access_key_secret": "test-wrong-secret"}, (400, "SignatureDoesNotMatch"), id="secret"),
        pytest.param({"access_key_id": "test-unknown-id"}, (404, "InvalidAccessKeyId.NotFound"), id="key"),
    ],
)
def test_a_client_with_a_wrong_key_stays_outside(
    emulator: Emulator, way: dict[str, str], wrong: dict[str, str], expected: tuple[int, str]
) -> None:
    calls: list[Callable[[], object]] = [
        lambda: fc3(emulator, way | wrong).list_functions(m3.ListFunctionsRequest()),
        lambda: ccc(emulator, way | wrong).get_instance(mc.GetInstanceRequest(instance_id=INSTANCE)),
    ]
    for call in calls:
        with pytest.raises(TeaException) as caught:
            call()
        assert status_and_code(caught.value) == expected
    assert emulator.calls() == ()
