from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Credentials, Identity, Keys, credentials
from sync.errors import CloudError, Failure
from sync.workers import map_ordered
from tests.fakes.clock import FakeClock
from tests.fakes.server import Asked, ScriptedServer, Told

ACCESS = ConnectionConfig(account_id="1234567890123456")
VARIABLES = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "ALIBABA_CLOUD_PROFILE",
    "ALIBABA_CLOUD_CREDENTIALS_FILE",
    "ALIBABA_CLOUD_CREDENTIALS_URI",
    "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    "ALIBABA_CLOUD_OIDC_PROVIDER_ARN",
    "ALIBABA_CLOUD_ROLE_ARN",
)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which nothing is configured, and which is not in the cloud; its home folder."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def identity(access: ConnectionConfig = ACCESS, keys: Keys | None = None) -> Identity:
    return credentials(access, keys=keys, clock=FakeClock()).identity()


def cli_profile(home: Path, name: str, key_id: str) -> None:
    file = home / ".aliyun" / "config.json"
    file.parent.mkdir()
    profile = {"name": name, "mode": "AK", "access_key_id": key_id, "access_key_secret": "test-key-secret"}
    file.write_text(json.dumps({"current": name, "profiles": [profile]}))


def ini_profile(home: Path, name: str, key_id: str) -> None:
    file = home / ".alibabacloud" / "credentials.ini"
    file.parent.mkdir()
    file.write_text(f"[{name}]\ntype = access_key\naccess_key_id = {key_id}\naccess_key_secret = test-key-secret\n")


def test_fixed_keys_are_used_as_they_are() -> None:
    keys = Keys(access_key_id="test-key-id", access_key_secret="test-key-secret")
    found = credentials(ACCESS, keys=keys, clock=FakeClock()).get_credential()
    assert (found.access_key_id, found.access_key_secret) == ("test-key-id", "test-key-secret")


def test_the_environment_is_read_when_it_is_asked_for_and_not_when_something_was_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    for key_id in ("test-first-key", "test-other-key"):
        monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", key_id)
        monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test-key-secret")
        found = credentials(ACCESS, clock=FakeClock())
        assert found.get_credential().access_key_id == key_id
        assert found.identity().provider == "default/env"


def test_the_vendors_cli_profile_is_found(bare: Path) -> None:
    cli_profile(bare, "default", "test-cli-key-id-long")
    assert identity() == Identity(provider="default/cli_profile/static_ak", key="test****long")


def test_the_sdks_file_is_found(bare: Path) -> None:
    ini_profile(bare, "default", "test-ini-key")
    assert identity().provider == "default/profile/static_ak"


@pytest.mark.parametrize("write", [cli_profile, ini_profile])
def test_a_named_profile_is_found_in_either_file_and_wins_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, bare: Path, write: object
) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "test-environment")
    monkeypatch.setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test-key-secret")
    write(bare, "production", "test-production")  # type: ignore[operator]  # one of the two above
    found = credentials(ConnectionConfig(account_id="1", profile="production"), clock=FakeClock())
    assert found.get_credential().access_key_id == "test-production"


def test_credentials_from_a_uri_carry_their_token(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {
        "Code": "Success",
        "AccessKeyId": "test-uri-key",
        "AccessKeySecret": "test-key-secret",
        "SecurityToken": "test-token",
        "Expiration": "2099-01-01T00:00:00Z",
    }

    def tell(_asked: Asked) -> Told:
        return Told(body=json.dumps(answer).encode())

    with ScriptedServer(tell) as server:
        monkeypatch.setenv("ALIBABA_CLOUD_CREDENTIALS_URI", f"http://{server.address}/credentials")
        found = credentials(ACCESS, clock=FakeClock()).get_credential()
    assert (found.access_key_id, found.security_token) == ("test-uri-key", "test-token")


@pytest.mark.parametrize(
    ("access", "hint"),
    [
        pytest.param(ACCESS, "ALIBABA_CLOUD_ACCESS_KEY_ID", id="nothing-configured"),
        pytest.param(ConnectionConfig(account_id="1", profile="nobody"), "profile", id="a-profile-nobody-wrote"),
    ],
)
def test_no_credentials_is_denied_with_what_to_do(access: ConnectionConfig, hint: str) -> None:
    with pytest.raises(CloudError) as caught:
        identity(access)
    assert (caught.value.failure, caught.value.code) == (Failure.DENIED, "NoCredentials")
    assert hint in caught.value.hint


def test_a_role_that_cannot_be_assumed_says_so_and_shows_no_key() -> None:
    keys = Keys(access_key_id="LTAI5tTestTestTestTestTe", access_key_secret="test-key-secret")
    access = ConnectionConfig(account_id="1", role_arn="acs:ram::1:role/test", endpoints={"sts": "127.0.0.1:9"})
    with pytest.raises(CloudError) as caught:
        identity(access, keys)
    shown = f"{caught.value!r} {caught.value.hint}"
    assert "trust policy" in caught.value.hint
    assert "LTAI5t" not in shown
    assert "Signature=" not in shown


class Source:
    """Credentials that can run dry; counts how often it is asked."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    def load(self) -> SimpleNamespace:
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(access_key_id=answer, access_key_secret="test-key-secret", provider_name="test")


def test_what_was_found_is_kept_for_half_a_minute_and_then_asked_for_again() -> None:
    source, clock = Source("test-one", "test-two"), FakeClock()
    kept = Credentials(source.load, clock=clock)
    seen = []
    for pause in (0, 29, 1):
        clock.sleep(pause)
        seen.append(kept.get_credential().access_key_id)
    assert seen == ["test-one", "test-one", "test-two"]


def test_that_there_are_none_is_known_at_once_the_second_time() -> None:
    source, clock = Source(OSError("metadata service does not answer"), "test-late"), FakeClock()
    kept = Credentials(source.load, clock=clock)
    for _ in range(5):
        with pytest.raises(CloudError, match="metadata service does not answer"):
            kept.get_credential()
    assert source.asked == 1
    clock.sleep(30)
    assert kept.get_credential().access_key_id == "test-late"


def test_many_threads_ask_once() -> None:
    source = Source("test-one")
    kept = Credentials(source.load, clock=FakeClock())
    map_ordered([kept.get_credential for _ in range(50)], 16)
    assert source.asked == 1


def test_half_an_answer_of_the_token_service_is_not_quoted() -> None:
    source = Source(ValueError('error retrieving credentials from ram_role_arn result: {"AccessKeySecret": "test-half"}'))
    with pytest.raises(CloudError) as caught:
        Credentials(source.load, clock=FakeClock()).get_credential()
    assert "test-half" not in str(caught.value)


def test_nothing_that_holds_a_secret_shows_it() -> None:
    keys = Keys(access_key_id="test-key-id", access_key_secret="test-key-secret")
    holder = credentials(ACCESS, keys=keys, clock=FakeClock())
    shown = f"{keys!r} {keys} {holder!r} {holder} {holder.identity()!r} {ACCESS!r}"
    assert "test-key-secret" not in shown
