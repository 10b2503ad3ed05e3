"""What the alicloud provider of Terraform and Pulumi sends, where it differs from the official Python SDKs."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from alibabacloud_fc20230330 import models as m3
from alibabacloud_tea_openapi.utils import Utils
from Tea.exceptions import TeaException

from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, fc3, status_and_code
from tests.patience import PATIENCE

PACKAGE = zip_files({"index.py": "def handler(event, context):\n    return event\n"})
CODE = {"zipFile": base64.b64encode(PACKAGE).decode()}
ARN = f"acs:fc:{REGION}:{ACCOUNT}:functions/greet"


def send(emulator: Emulator, method: str, path: str, body: Mapping[str, object], *, digest: bool = False) -> requests.Response:
    """Signed by the older scheme, as the provider does; with the digest of the body in hex where it sends one."""
    data = json.dumps(body).encode()
    version = path.split("/")[1]
    headers = {
        "accept": "application/json",
        "content-type": "application/json; charset=utf-8",
        "date": format_datetime(datetime.now(UTC), usegmt=True),  # noqa: TID251  the emulator compares it with its own clock
        "x-acs-signature-method": "HMAC-SHA1",
        "x-acs-signature-nonce": "a-nonce",
        "x-acs-signature-version": "1.0",
        "x-acs-version": version,
        **({"content-md5": md5(data, usedforsecurity=False).hexdigest()} if digest else {}),
    }
    asked = SimpleNamespace(method=method, pathname=path, query={}, headers=headers)
    signature = Utils.get_roasignature(Utils.get_string_to_sign(asked), KEY_SECRET)
    headers["authorization"] = f"acs {KEY_ID}:{signature}"
    return requests.request(method, f"http://{emulator.endpoints[REGION]}{path}", data=data, headers=headers, timeout=PATIENCE)


def found(emulator: Emulator) -> Any:
    return fc3(emulator).get_function("greet", m3.GetFunctionRequest()).body


def test_a_function_is_created_with_its_tags_written_large(emulator: Emulator) -> None:
    wanted = {"functionName": "greet", "runtime": "python3.10", "handler": "index.handler", "code": CODE}
    created = send(emulator, "POST", "/2023-03-30/functions", {**wanted, "Tags": [{"Key": "team", "Value": "ivr"}]})
    assert created.status_code == 200
    assert [(tag.key, tag.value) for tag in found(emulator).tags] == [("team", "ivr")]
    assert "Tags" not in created.json()


def test_a_function_of_the_older_kind_is_created_with_the_digest_of_the_body_in_hex(emulator: Emulator, world: World) -> None:
    world.put_service(ACCOUNT, REGION, "svc")
    wanted = {"functionName": "greet", "runtime": "python3.10", "handler": "index.handler", "code": CODE}
    created = send(emulator, "POST", "/2021-04-06/services/svc/functions", wanted, digest=True)
    assert (created.status_code, created.json()["functionName"]) == (200, "greet")
    assert ("svc", "greet") in world.compute(ACCOUNT, REGION).functions


def test_a_function_that_is_disabled_is_not_invoked_by_anybody_until_it_is_enabled(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", package=PACKAGE)
    client = fc3(emulator)
    wish = m3.InvokeFunctionRequest(body=b'"hello"')
    assert send(emulator, "POST", "/2023-03-30/functions/greet/invoke/disable", {"reason": "retired"}).json() == {"success": True}
    restriction = found(emulator).invocation_restriction
    assert (restriction.disable, restriction.reason) == (True, "retired")
    with pytest.raises(TeaException) as refused:
        client.invoke_function("greet", wish)
    assert status_and_code(refused.value) == (403, "FunctionInvocationDisabled")
    assert send(emulator, "POST", "/2023-03-30/functions/greet/invoke/enable", {}).json() == {"success": True}
    assert found(emulator).invocation_restriction.disable is False
    assert client.invoke_function("greet", wish).body.read() == b'"hello"'


def test_the_official_sdk_disables_and_enables_a_function_too(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", package=PACKAGE)
    client = fc3(emulator)
    assert client.disable_function_invocation("greet", m3.DisableFunctionInvocationRequest(reason="retired")).body.success
    assert found(emulator).invocation_restriction.disable is True
    assert client.enable_function_invocation("greet").body.success
    assert found(emulator).invocation_restriction.disable is False


@pytest.mark.parametrize("verb", ["enable", "disable"])
def test_a_function_that_is_not_there_can_be_neither_disabled_nor_enabled(emulator: Emulator, verb: str) -> None:
    refused = send(emulator, "POST", f"/2023-03-30/functions/greet/invoke/{verb}", {})
    assert (refused.status_code, refused.json()["Code"]) == (404, "FunctionNotFound")


def test_a_function_is_moved_to_another_resource_group(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet")
    asked = {"resourceId": ARN, "resourceType": "function", "newResourceGroupId": "rg-one"}
    assert send(emulator, "PUT", "/2023-03-30/resource-groups", asked).status_code == 200
    assert found(emulator).resource_group_id == "rg-one"
    # The SDK writes the same names large.
    body = m3.ChangeResourceGroupInput(resource_id=ARN, resource_type="function", new_resource_group_id="rg-two")
    moved = fc3(emulator).change_resource_group(m3.ChangeResourceGroupRequest(body=body)).body
    assert (moved.resource_id, moved.old_resource_group_id, moved.new_resource_group_id) == (ARN, "rg-one", "rg-two")
    assert found(emulator).resource_group_id == "rg-two"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"newResourceGroupId": ""}, (400, "InvalidArgument"), id="to no group"),
        pytest.param({"resourceType": "service"}, (400, "InvalidArgument"), id="something else than a function"),
        pytest.param({"resourceId": ARN + "x"}, (404, "FunctionNotFound"), id="a function that is not there"),
    ],
)
def test_a_move_to_a_resource_group_that_cannot_be_is_refused(
    emulator: Emulator, world: World, change: dict[str, object], expected: tuple[int, str]
) -> None:
    world.put_function(ACCOUNT, REGION, "greet")
    asked = {"resourceId": ARN, "resourceType": "function", "newResourceGroupId": "rg-one", **change}
    refused = send(emulator, "PUT", "/2023-03-30/resource-groups", asked)
    assert (refused.status_code, refused.json()["Code"]) == expected
    assert found(emulator).resource_group_id is None


def test_who_asks_is_said_to_a_post_with_everything_in_the_query(emulator: Emulator) -> None:
    parameters = {
        "AccessKeyId": KEY_ID,
        "Action": "GetCallerIdentity",
        "Format": "JSON",
        "RegionId": REGION,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "a-nonce",
        "SignatureType": "",
        "SignatureVersion": "1.0",
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),  # noqa: TID251  the emulator compares it with its own clock
        "Version": "2015-04-01",
    }
    parameters["Signature"] = Utils.get_rpcsignature(parameters, "POST", KEY_SECRET)
    headers = {"content-type": "application/x-www-form-urlencoded", "x-acs-action": "GetCallerIdentity"}
    url = f"http://{emulator.endpoints[REGION]}/"
    answered = requests.post(url, params=parameters, headers=headers, timeout=PATIENCE)
    assert (answered.status_code, answered.json()["AccountId"]) == (200, ACCOUNT)


def test_an_operation_it_does_not_know_is_no_fault_of_the_server(emulator: Emulator) -> None:
    # The provider repeats every call that was answered with 500 or more: one unknown operation cost it five minutes.
    refused = send(emulator, "POST", "/2023-03-30/functions/greet/aliases", {"aliasName": "live"})
    assert (refused.status_code, refused.json()["Code"]) == (400, "NotImplemented.Emulator")
