"""Function Compute as its own SDKs see it."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc_open20210406 import models as m2
from alibabacloud_tea_openapi.client import Client as GenericClient
from alibabacloud_tea_openapi.models import OpenApiRequest, Params
from Tea.exceptions import TeaException

from sync.emulator.code import zip_files
from sync.emulator.messages import Call
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, REGION, config, fc2, fc3, runtime_options, status_and_code

PACKAGE = zip_files({"index.py": "def handler(event, context):\n    return event\n"})
ZIP = base64.b64encode(PACKAGE).decode()


def _create2(client: Any, service: str, name: str, **settings: Any) -> Any:
    given = {"runtime": "python3.10", "handler": "index.handler", "code": m2.Code(zip_file=ZIP), **settings}
    return client.create_function(service, m2.CreateFunctionRequest(function_name=name, **given)).body


def _create3(client: Any, name: str, **settings: Any) -> Any:
    given = {"runtime": "python3.10", "handler": "index.handler", "code": m3.InputCodeLocation(zip_file=ZIP), **settings}
    return client.create_function(m3.CreateFunctionRequest(body=m3.CreateFunctionInput(function_name=name, **given))).body


def test_a_function_of_a_service_lives_from_creation_to_deletion(emulator: Emulator) -> None:
    client = fc2(emulator)
    client.create_service(m2.CreateServiceRequest(service_name="svc", description="测试"))
    created = _create2(client, "svc", "greet", memory_size=256, environment_variables={"A": "1"})
    client.update_function("svc", "greet", m2.UpdateFunctionRequest(timeout=30, instance_concurrency=5))
    found = client.get_function("svc", "greet", m2.GetFunctionRequest()).body
    assert (found.function_id, found.memory_size, found.timeout, found.environment_variables) == (
        created.function_id,
        256,
        30,
        {"A": "1"},
    )
    assert found.instance_concurrency == 5
    client.delete_function("svc", "greet")
    with pytest.raises(TeaException) as refused:
        client.get_function("svc", "greet", m2.GetFunctionRequest())
    assert status_and_code(refused.value) == (404, "FunctionNotFound")


def test_a_function_without_a_service_lives_from_creation_to_deletion(emulator: Emulator) -> None:
    client = fc3(emulator)
    created = _create3(client, "greet", tags=[m3.Tag(key="team", value="ivr")], description="测试")
    assert created.function_arn == f"acs:fc:{REGION}:{ACCOUNT}:functions/greet"
    assert (created.state, created.last_update_status) == ("Active", "Successful")
    client.update_function("greet", m3.UpdateFunctionRequest(body=m3.UpdateFunctionInput(timeout=30)))
    found = client.get_function("greet", m3.GetFunctionRequest()).body
    assert (found.timeout, found.description, [(tag.key, tag.value) for tag in found.tags]) == (30, "测试", [("team", "ivr")])
    client.delete_function("greet")
    with pytest.raises(TeaException) as refused:
        client.get_function("greet", m3.GetFunctionRequest())
    assert status_and_code(refused.value) == (404, "FunctionNotFound")


def test_regions_and_accounts_do_not_see_each_other(emulator: Emulator, world: World) -> None:
    world.put_function("another-account", REGION, "theirs")
    _create3(fc3(emulator), "here")
    assert [f.function_name for f in fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions] == ["here"]
    assert fc3(emulator, "cn-shenzhen").list_functions(m3.ListFunctionsRequest()).body.functions == []


@pytest.mark.parametrize(
    ("generation", "names"),
    [
        pytest.param(None, ["alone", "svc$served"], id="unset lists both"),
        pytest.param("v3", ["alone"], id="v3"),
        pytest.param("v2", ["svc$served"], id="v2"),
    ],
)
def test_the_newer_api_lists_the_older_functions_as_service_and_name(
    emulator: Emulator, world: World, generation: str | None, names: list[str]
) -> None:
    world.put_function(ACCOUNT, REGION, "alone")
    world.put_function(ACCOUNT, REGION, "served", service="svc", settings={"layers": ["acs:layer:1"]})
    listed = fc3(emulator).list_functions(m3.ListFunctionsRequest(fc_version=generation)).body
    assert [function.function_name for function in listed.functions] == names


def test_an_older_function_can_be_read_by_its_newer_name(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "served", service="svc")
    assert fc3(emulator).get_function("svc$served", m3.GetFunctionRequest()).body.function_name == "svc$served"


def test_following_the_tokens_yields_every_function_once(emulator: Emulator, world: World) -> None:
    names = [f"f{number:03}" for number in range(45)]
    for name in reversed(names):
        world.put_function(ACCOUNT, REGION, name, service="svc")
    found: list[str] = []
    sizes, token = [], None
    while True:
        body = fc2(emulator).list_functions("svc", m2.ListFunctionsRequest(next_token=token)).body
        found += [function.function_name for function in body.functions]
        sizes.append(len(body.functions))
        token = body.next_token
        if not token:
            break
    assert found == names
    assert sizes == [20, 20, 5]


def test_prefix_and_start_key_narrow_a_listing(emulator: Emulator, world: World) -> None:
    for name in ("alpha", "beta", "bravo", "gamma"):
        world.put_service(ACCOUNT, REGION, name)
    listed = fc2(emulator).list_services(m2.ListServicesRequest(prefix="b", start_key="bo")).body.services
    assert [service.service_name for service in listed] == ["bravo"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        pytest.param({"limit": 101}, "InvalidArgument", id="more than a page may hold"),
        pytest.param({"next_token": "made-up"}, "InvalidArgument", id="a token nobody gave"),
    ],
)
def test_a_listing_that_cannot_be_is_refused(emulator: Emulator, wanted: dict[str, Any], code: str) -> None:
    with pytest.raises(TeaException) as refused:
        fc3(emulator).list_functions(m3.ListFunctionsRequest(**wanted))
    assert status_and_code(refused.value) == (400, code)


@pytest.mark.parametrize(
    ("settings", "status", "code"),
    [
        pytest.param({"runtime": "python5"}, 400, "InvalidArgument", id="unknown runtime"),
        pytest.param({"timeout": 86_401}, 400, "InvalidArgument", id="timeout beyond a day"),
        pytest.param({"memory_size": 1}, 400, "InvalidArgument", id="too little memory"),
        pytest.param({"handler": None}, 400, "InvalidArgument", id="no handler"),
        pytest.param({"code": m3.InputCodeLocation(zip_file="bm90IGEgemlw")}, 400, "InvalidArgument", id="not a zip"),
        pytest.param({"code": m3.InputCodeLocation(zip_file=ZIP, checksum="1")}, 400, "InvalidArgument", id="another checksum"),
        pytest.param(
            {"code": m3.InputCodeLocation(oss_bucket_name="b", oss_object_name="o")}, 400, "InvalidArgument", id="not in OSS"
        ),
        pytest.param({"environment_variables": {"A=B": "1"}}, 400, "InvalidArgument", id="impossible variable"),
    ],
)
def test_a_function_that_cannot_be_is_refused(emulator: Emulator, settings: dict[str, Any], status: int, code: str) -> None:
    with pytest.raises(TeaException) as refused:
        _create3(fc3(emulator), "greet", **settings)
    assert status_and_code(refused.value) == (status, code)
    assert fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions == []


@pytest.mark.parametrize("name", ["", "9lives", "svc$fn", "näme", "a" * 129])
def test_a_name_the_cloud_would_not_take_is_refused(emulator: Emulator, name: str) -> None:
    with pytest.raises(TeaException) as refused:
        _create3(fc3(emulator), name)
    assert status_and_code(refused.value) == (400, "InvalidArgument")


def test_what_exists_is_not_created_again(emulator: Emulator) -> None:
    client = fc2(emulator)
    client.create_service(m2.CreateServiceRequest(service_name="svc"))
    _create2(client, "svc", "greet")
    with pytest.raises(TeaException) as refused:
        client.create_service(m2.CreateServiceRequest(service_name="svc"))
    assert status_and_code(refused.value) == (409, "ServiceAlreadyExists")
    with pytest.raises(TeaException) as refused:
        _create2(client, "svc", "greet")
    assert status_and_code(refused.value) == (409, "FunctionAlreadyExists")


def test_a_service_with_functions_is_not_deleted(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", service="svc")
    with pytest.raises(TeaException) as refused:
        fc2(emulator).delete_service("svc")
    assert status_and_code(refused.value) == (409, "ServiceNotEmpty")
    fc2(emulator).delete_function("svc", "greet")
    fc2(emulator).delete_service("svc")
    with pytest.raises(TeaException) as refused:
        fc2(emulator).get_service("svc", m2.GetServiceRequest())
    assert status_and_code(refused.value) == (404, "ServiceNotFound")


def test_an_update_of_what_changed_meanwhile_is_refused(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", service="svc")
    client = fc2(emulator)
    etag = client.get_function("svc", "greet", m2.GetFunctionRequest()).headers["etag"]
    on_that = m2.UpdateFunctionHeaders(if_match=etag)
    request = m2.UpdateFunctionRequest(timeout=30)
    runtime = runtime_options()
    client.update_function_with_options("svc", "greet", request, on_that, runtime)
    with pytest.raises(TeaException) as refused:
        client.update_function_with_options("svc", "greet", request, on_that, runtime)
    assert status_and_code(refused.value) == (412, "PreconditionFailed")


def test_services_carry_tags(emulator: Emulator, world: World) -> None:
    world.put_service(ACCOUNT, REGION, "svc")
    client, arn = fc2(emulator), f"acs:fc:{REGION}:{ACCOUNT}:services/svc"
    client.tag_resource(m2.TagResourceRequest(resource_arn=arn, tags={"a": "1", "b": "2"}))
    client.untag_resource(m2.UntagResourceRequest(resource_arn=arn, tag_keys=["a"]))
    assert client.get_resource_tags(m2.GetResourceTagsRequest(resource_arn=arn)).body.tags == {"b": "2"}


def test_functions_of_the_newer_kind_carry_tags_and_are_found_by_them(emulator: Emulator, world: World) -> None:
    for name in ("greet", "other"):
        world.put_function(ACCOUNT, REGION, name)
    client, arn = fc3(emulator), f"acs:fc:{REGION}:{ACCOUNT}:functions/greet"
    tags = [m3.Tag(key="a", value="1"), m3.Tag(key="b", value="2")]
    client.tag_resources(m3.TagResourcesRequest(body=m3.TagResourcesInput(resource_type="function", resource_id=[arn], tag=tags)))
    client.untag_resources(m3.UntagResourcesRequest(resource_type="function", resource_id=[arn], tag_key=["a"]))
    listed = client.list_tag_resources(m3.ListTagResourcesRequest(resource_type="function", resource_id=[arn])).body
    assert [(row.resource_id, row.tag_key, row.tag_value) for row in listed.tag_resources] == [(arn, "b", "2")]
    found = client.list_functions(m3.ListFunctionsRequest(tags=[m3.Tag(key="b", value="2")])).body.functions
    assert [function.function_name for function in found] == ["greet"]


@pytest.mark.parametrize("service", ["svc", ""])
def test_triggers_are_listed(emulator: Emulator, world: World, service: str) -> None:
    world.put_function(ACCOUNT, REGION, "greet", service=service)
    world.put_trigger(ACCOUNT, REGION, "greet", {"triggerName": "web", "triggerType": "http"}, service=service)
    if service:
        listed = fc2(emulator).list_triggers(service, "greet", m2.ListTriggersRequest()).body.triggers
    else:
        listed = fc3(emulator).list_triggers("greet", m3.ListTriggersRequest()).body.triggers
    assert [(trigger.trigger_name, trigger.trigger_type) for trigger in listed] == [("web", "http")]


def test_a_version_that_does_not_exist_is_not_the_newest(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet")
    with pytest.raises(TeaException) as refused:
        fc3(emulator).get_function("greet", m3.GetFunctionRequest(qualifier="7"))
    assert status_and_code(refused.value) == (404, "VersionNotFound")


@pytest.mark.parametrize(
    "runtime",
    [
        "python3.12",
        "nodejs20",
        "custom.debian12",
        "micro-sandbox",
        "nodejs20_mcp.debian10",
        "nodejs22_mcp.debian12",
        "python3.10_mcp.debian10",
        "python3.13_mcp.debian12",
    ],
)
def test_runtimes_that_the_vendor_lists_can_be_asked_for(emulator: Emulator, runtime: str) -> None:
    assert _create3(fc3(emulator), "greet", runtime=runtime).runtime == runtime


def _change(emulator: Emulator, pathname: str, version: str, body: dict[str, object]) -> None:
    """An update whose body is sent as it stands, with its nulls."""
    params = Params(
        action="UpdateFunction", version=version, protocol="HTTP", pathname=pathname, method="PUT",
        auth_type="AK", style="ROA", req_body_type="json", body_type="json",
    )  # fmt: skip
    GenericClient(config(emulator)).call_api(params, OpenApiRequest(body=body), runtime_options())


@pytest.mark.parametrize(
    ("service", "pathname", "version"),
    [
        pytest.param("svc", "/2021-04-06/services/svc/functions/greet", "2021-04-06", id="2.0"),
        pytest.param("", "/2023-03-30/functions/greet", "2023-03-30", id="3.0"),
    ],
)
def test_a_field_that_is_null_changes_nothing(emulator: Emulator, world: World, service: str, pathname: str, version: str) -> None:
    before = {"layers": ["acs:layer:1"], "environmentVariables": {"CITY": "杭州"}, "customDNS": {"searches": ["a"]}}
    function = world.put_function(ACCOUNT, REGION, "greet", service=service, package=PACKAGE, settings=before)
    _change(emulator, pathname, version, {"memorySize": 512, "layers": None, "environmentVariables": None, "customDNS": None})
    after = world.compute(ACCOUNT, REGION).functions[service, "greet"]
    assert after.settings == {**function.settings, "memorySize": 512}
    assert after.package == function.package


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param(b'{"a": 1, "b": null}', {"a": 1}, id="a field"),
        pytest.param(b'{"a": {"b": null, "c": "x"}}', {"a": {"c": "x"}}, id="a field of a field"),
        pytest.param(b'{"a": [{"b": null}, null, "null"]}', {"a": [{}, None, "null"]}, id="a place in a list is a place"),
        pytest.param(b"", {}, id="no body"),
        pytest.param(b"null", {}, id="the whole body"),
    ],
)
def test_null_is_as_good_as_not_sent(body: bytes, fields: dict[str, object]) -> None:
    assert Call(api="fc3", operation="UpdateFunction", region=REGION, account=ACCOUNT, body=body).json() == fields
