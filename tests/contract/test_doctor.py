"""What the doctor says about worlds of which the truth is known."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.credentials import Keys
from sync.adapters.doctor import Examination, Verdict, examine
from sync.core.worlds import WantedCenter
from sync.specs.ids import Region
from tests.contract.stages import ACCOUNT, EMPTY, HANGZHOU, HOTLINE, KEYS, NOWHERE, Emulated
from tests.fakes.server import ScriptedServer, Told

CONSOLE = replace(HOTLINE, mode="console")


def examined(
    stage: Emulated, *centers: WantedCenter, access: ConnectionConfig | None = None, keys: Keys = KEYS, ahead: float = 0
) -> dict[str, Examination]:
    found = examine(access or stage.access, centers, [HANGZHOU], keys=keys, timing=stage.timing, now=lambda: time.time() + ahead)
    return {f"{item.subject} {item.of}".rstrip(): item for item in found}


def test_in_a_world_where_all_is_well_all_is_well_and_nothing_was_written(emulated: Emulated) -> None:
    found = examined(emulated, HOTLINE)
    assert {item.verdict for item in found.values()} == {"ok"}
    assert set(found) == {
        "credentials",
        "identity",
        f"endpoint {emulated.emulator.endpoints['cn-shanghai']}",
        f"endpoint {emulated.emulator.endpoints['cn-hangzhou']}",
        "functions-2.0 cn-hangzhou",
        "functions-3.0 cn-hangzhou",
        "registrations hotline",
        "flows hotline",
        "writing hotline",
    }
    assert set(emulated.sent()) == {"ListServices", "ListFunctions", "ListFunctionMetas", "ListContactFlows", "GetFcInvokeRole"}


def test_it_names_the_provider_and_hides_the_key(emulated: Emulated) -> None:
    assert examined(emulated)["credentials"].facts == {"provider": "static_ak", "key": "test****"}


@pytest.mark.parametrize(
    ("reachable", "center", "verdict", "recommended"),
    [
        pytest.param(True, HOTLINE, "ok", "api", id="api-works-and-is-set"),
        pytest.param(True, CONSOLE, "warning", "api", id="api-works-and-console-is-set"),
        pytest.param(False, HOTLINE, "failed", "console", id="api-is-set-and-does-not-work"),
        pytest.param(False, CONSOLE, "ok", "console", id="console-is-all-there-is-and-is-set"),
    ],
)
def test_it_recommends_the_mode_that_works(
    emulated: Emulated, *, reachable: bool, center: WantedCenter, verdict: Verdict, recommended: str
) -> None:
    if not reachable:
        emulated.world.without_inner_api.add(ACCOUNT)
    found = examined(emulated, center)["writing hotline"]
    assert (found.verdict, found.facts["recommended"], found.facts["configured"]) == (verdict, recommended, center.mode)
    assert ("registrations: " in found.hint) == (verdict != "ok")


def test_trouble_today_is_no_reason_to_recommend_the_console_for_ever(emulated: Emulated) -> None:
    emulated.emulator.arm("GetFcInvokeRole:error=503*100")
    found = examined(emulated, HOTLINE)["writing hotline"]
    assert (found.verdict, found.facts["recommended"]) == ("warning", "unknown")


def test_a_center_that_does_not_exist_fails_and_the_others_are_examined_all_the_same(emulated: Emulated) -> None:
    found = examined(emulated, NOWHERE, EMPTY)
    assert found["registrations nowhere"].verdict == "failed"
    assert found["registrations nowhere"].facts["code"] == "NotExists.InstanceId"
    assert found["registrations empty"].verdict == "ok"


def test_wrong_keys_fail_every_permission_and_no_endpoint(emulated: Emulated) -> None:
    wrong = Keys(access_key_id=KEYS.access_key_id, access_key_secret="wrong-secret")
    found = examined(emulated, HOTLINE, keys=wrong)
    failed = {name for name, item in found.items() if item.verdict == "failed"}
    assert failed == {"functions-2.0 cn-hangzhou", "functions-3.0 cn-hangzhou", "registrations hotline", "flows hotline"}
    assert found["writing hotline"].facts["recommended"] == "unknown"
    assert "wrong-secret" not in repr(found)


def test_without_credentials_only_the_endpoints_are_tried(emulated: Emulated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIBABA_CLOUD_CREDENTIALS_FILE", "nowhere")
    monkeypatch.setenv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")
    found = examine(replace(emulated.access, profile="nobody"), [HOTLINE], [HANGZHOU], timing=emulated.timing)
    assert [(item.subject, item.verdict) for item in found] == [("credentials", "failed"), ("endpoint", "ok"), ("endpoint", "ok")]
    assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in found[0].hint


@pytest.mark.parametrize(
    ("ahead", "verdict"),
    [
        pytest.param(0, "ok", id="right"),
        pytest.param(300, "warning", id="five-minutes-ahead"),
        pytest.param(-1200, "failed", id="twenty-minutes-behind"),
    ],
)
def test_a_clock_that_is_off_is_found(emulated: Emulated, ahead: float, verdict: Verdict) -> None:
    endpoint = examined(emulated, ahead=ahead)[f"endpoint {emulated.emulator.endpoints[HANGZHOU]}"]
    assert endpoint.verdict == verdict
    assert abs(int(endpoint.facts["clock-ahead-seconds"]) - ahead) <= 5
    assert ("NTP" in endpoint.hint) == (verdict != "ok")


def test_an_endpoint_where_nobody_listens_fails_with_what_to_check(emulated: Emulated) -> None:
    access = replace(emulated.access, endpoints={**emulated.access.endpoints, "fc:cn-hangzhou": "127.0.0.1:9"})
    found = examined(emulated, access=access)
    assert found["endpoint 127.0.0.1:9"].verdict == "failed"
    assert "proxy" in found["endpoint 127.0.0.1:9"].hint
    assert found["functions-2.0 cn-hangzhou"].facts["code"] == "NoConnection"


def test_a_region_without_an_endpoint_fails_where_it_is_used(emulated: Emulated) -> None:
    found = examine(emulated.access, [], [Region("us-west-1")], keys=KEYS, timing=emulated.timing)
    assert {item.facts.get("code") for item in found if item.of == "us-west-1"} == {"NoEndpoint"}


@pytest.mark.parametrize(("account", "verdict"), [(ACCOUNT, "ok"), ("9999999999999999", "failed")])
def test_credentials_of_another_account_are_found(emulated: Emulated, account: str, verdict: Verdict) -> None:
    body = json.dumps({"AccountId": account, "Arn": f"acs:ram::{account}:user/test", "RequestId": "R"}).encode()
    with ScriptedServer(lambda _asked: Told(body=body)) as server:
        access = replace(emulated.access, endpoints={**emulated.access.endpoints, "sts": server.address})
        found = examined(emulated, access=access)["identity"]
    assert (found.verdict, found.facts["account"]) == (verdict, account)
