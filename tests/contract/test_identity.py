"""Whose the credentials are, as STS says it, and what is made of an STS that does not say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from sync.adapters.connect import Timing
from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Keys
from sync.adapters.identity import Identity, can_ask, identity_of
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.errors import CloudError, Failure
from tests.contract.stages import ACCOUNT, KEYS
from tests.fakes.clock import FakeClock
from tests.fakes.server import ScriptedServer, Told


@pytest.fixture
def access() -> Iterator[ConnectionConfig]:
    """An emulator of one account, with its STS."""
    world = World()
    world.add_account(ACCOUNT, KEYS.access_key_id, KEYS.access_key_secret)
    with Emulator.start(world) as emulator:
        yield ConnectionConfig(account_id="", protocol="http", endpoints={"sts": emulator.center_endpoint})


def asked(access: ConnectionConfig, keys: Keys = KEYS) -> Identity:
    clock = FakeClock()
    return identity_of(access, keys=keys, timing=Timing(clock=clock, sleep=clock.sleep, jitter=lambda most: most))


def told(access: ConnectionConfig, status: int, body: dict[str, str]) -> Identity:
    with ScriptedServer(lambda _asked: Told(status=status, body=json.dumps(body).encode())) as server:
        return asked(replace(access, endpoints={"sts": server.address}))


def test_the_account_is_the_one_whose_key_signed(access: ConnectionConfig) -> None:
    assert asked(access) == Identity(account=ACCOUNT)


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        pytest.param(replace(KEYS, access_key_secret="test-wrong-secret"), "SignatureDoesNotMatch", id="secret"),
        pytest.param(replace(KEYS, access_key_id="test-no-such-key"), "InvalidAccessKeyId.NotFound", id="key-id"),
    ],
)
def test_credentials_that_are_refused_here_are_refused_everywhere(access: ConnectionConfig, keys: Keys, code: str) -> None:
    with pytest.raises(CloudError) as caught:
        asked(access, keys)
    assert (caught.value.failure, caught.value.code) == (Failure.DENIED, code)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        pytest.param(403, {"Code": "NoPermission", "Message": "not for you", "RequestId": "R"}, "NoPermission", id="denied"),
        pytest.param(503, {"Code": "ServiceUnavailable", "Message": "later", "RequestId": "R"}, "ServiceUnavailable", id="away"),
        pytest.param(200, {"RequestId": "R"}, "names no account", id="silent"),
    ],
)
def test_an_sts_that_does_not_say_it_is_told_and_is_no_error(
    access: ConnectionConfig, status: int, body: dict[str, str], words: str
) -> None:
    identity = told(access, status, body)
    assert identity.account == ""
    assert words in identity.trouble


def test_nobody_listening_is_found_out_in_two_attempts(access: ConnectionConfig) -> None:
    identity = asked(replace(access, endpoints={"sts": "127.0.0.1:9"}))
    assert identity.account == ""
    assert "NoConnection" in identity.trouble


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({"protocol": "http", "endpoints": {}}, False, id="an-emulator-without-sts"),
        pytest.param({"protocol": "http", "endpoints": {"sts": "127.0.0.1:9"}}, True, id="an-emulator-with-sts"),
        pytest.param({"protocol": "https", "endpoints": {}}, True, id="the-vendor"),
    ],
)
def test_an_emulator_is_asked_only_where_it_is_told_which(changed: dict[str, object], *, expected: bool) -> None:
    assert can_ask(replace(ConnectionConfig(account_id=ACCOUNT), **changed)) is expected  # type: ignore[arg-type]  # a table's columns
