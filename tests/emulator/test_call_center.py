"""CloudCallCenter 2017-07-05 through the generic SDK: registrations are written, and functions really called."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as m

from sync.emulator.call_center import message_of
from sync.emulator.centers import Center, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from sync.emulator.worldfile import read_world
from tests.emulator.centers_at_hand import INSTANCE, a_center, inner, inner_by_form, refusal
from tests.emulator.sdk import ACCOUNT, ccc
from tests.patience import wait_until

FIELDS = {
    "InstanceId": INSTANCE,
    "Role": "acs:ram::1:role/r",
    "Service": "demo_service",
    "FunctionName": "get_number_region",
    "Description": "归属地 & more",
    "Region": "华东1（杭州）",
}
STORED = Registration(
    registration_id="meta-1",
    function="get_number_region",
    service="demo_service",
    region="华东1（杭州）",
    role="acs:ram::1:role/r",
    description="归属地 & more",
)
SHOWN = {
    "FunctionId": "meta-1",
    "Instance": INSTANCE,
    "AlipkUserId": ACCOUNT,
    "Region": "华东1（杭州）",
    "Service": "demo_service",
    "FunctionName": "get_number_region",
    "Role": "acs:ram::1:role/r",
    "Description": "归属地 & more",
}


@pytest.fixture
def center(world: World) -> Center:
    return a_center(world)


@pytest.mark.parametrize("call", [pytest.param(inner, id="in-the-query"), pytest.param(inner_by_form, id="in-the-body")])
def test_a_registration_is_stored_as_it_was_typed_and_checked_against_nothing(
    world: World, center: Center, emulator: Emulator, call: Any
) -> None:
    world.new_id = lambda: "meta-1"
    answer = call(emulator, "AddFunctionMeta", **FIELDS)
    assert (answer["FunctionId"], answer["Success"], answer["Code"]) == ("meta-1", True, "OK")
    assert center.registrations == {"meta-1": STORED}


def test_both_apis_list_the_same_registrations_under_the_same_ids(center: Center, emulator: Emulator) -> None:
    added = inner(emulator, "AddFunctionMeta", **FIELDS)["FunctionId"]
    listed = inner(emulator, "ListFunctionMetas", InstanceId=INSTANCE)["FunctionMetas"]["FunctionMeta"]
    assert listed == [{**SHOWN, "FunctionId": added}]
    request = m.ListFunctionMetasRequest(instance_id=INSTANCE, page_number=1, page_size=10)
    assert [found.function_meta_id for found in ccc(emulator).list_function_metas(request).body.data.list] == [added]
    assert list(center.registrations) == [added]


def test_one_function_may_be_registered_twice(center: Center, emulator: Emulator) -> None:
    ids = [inner(emulator, "AddFunctionMeta", **FIELDS)["FunctionId"] for _ in range(2)]
    assert len(set(ids)) == 2
    assert list(center.registrations) == ids


def test_a_registration_keeps_its_id_its_place_and_what_was_not_sent(center: Center, emulator: Emulator) -> None:
    center.register(
        Registration(registration_id="meta-1", function="f", service="s", failover_region="cn-beijing", failover_weight=5)
    )
    center.register(Registration(registration_id="meta-2", function="g"))
    answer = inner(emulator, "ModifyFunctionMeta", InstanceId=INSTANCE, FunctionId="meta-1", Service="t", Description="")
    assert answer["FunctionMeta"] == {
        "FunctionId": "meta-1",
        "Instance": INSTANCE,
        "AlipkUserId": ACCOUNT,
        "Region": "",
        "Service": "t",
        "FunctionName": "f",
        "Role": "",
        "Description": "",
    }
    assert list(center.registrations.values()) == [
        Registration(registration_id="meta-1", function="f", service="t", failover_region="cn-beijing", failover_weight=5),
        Registration(registration_id="meta-2", function="g"),
    ]


def test_a_deleted_registration_is_gone_and_cannot_be_deleted_again(center: Center, emulator: Emulator) -> None:
    center.register(STORED)
    inner(emulator, "DeleteFunctionMeta", InstanceId=INSTANCE, FunctionId="meta-1")
    assert center.registrations == {}
    gone = {"InstanceId": INSTANCE, "FunctionId": "meta-1"}
    assert refusal(inner, emulator, "DeleteFunctionMeta", **gone) == (404, "NotExists.FunctionId")


@pytest.mark.parametrize(
    ("action", "query", "expected"),
    [
        pytest.param("AddFunctionMeta", {**FIELDS, "InstanceId": "nowhere"}, (404, "NotExists.InstanceId"), id="unknown-center"),
        pytest.param("AddFunctionMeta", {**FIELDS, "InstanceId": "ccc-other"}, (404, "NotExists.InstanceId"), id="anothers-center"),
        pytest.param("AddFunctionMeta", {"InstanceId": INSTANCE}, (400, "MissingFunctionName"), id="no-function"),
        pytest.param("AddFunctionMeta", {**FIELDS, "FunctionName": ""}, (400, "Parameter.Blank"), id="blank-function"),
        pytest.param("ModifyFunctionMeta", {**FIELDS, "FunctionId": "x"}, (404, "NotExists.FunctionId"), id="unknown-registration"),
        pytest.param("DeleteFunctionMeta", {"InstanceId": INSTANCE}, (400, "MissingFunctionId"), id="no-registration"),
        pytest.param("InvokeFunctionCompute", {}, (400, "NotImplemented.Emulator"), id="an-action-not-emulated"),
    ],
)
def test_a_refused_write_changes_nothing(
    world: World, center: Center, emulator: Emulator, action: str, query: dict[str, str], expected: tuple[int, str]
) -> None:
    world.add_center("ccc-other", "another-account")
    center.register(STORED)
    before = world.describe()
    assert refusal(inner, emulator, action, **query) == expected
    assert world.describe() == before


GREET = """
import json, os

def handler(event, context):
    name = json.loads(event)["name"]
    if name == "nobody":
        raise ValueError("who is that?")
    return json.dumps({"greeting": os.environ["WORD"] + " " + name})
"""


def a_function(world: World, region: str = "cn-hangzhou", service: str = "demo-service") -> None:
    settings = {"environmentVariables": {"WORD": "你好"}, "timeout": 60}
    package = zip_files({"index.py": GREET})
    world.put_function(ACCOUNT, region, "greet", service=service, package=package, settings=settings)


def try_out(emulator: Emulator, **more: str) -> Any:
    coordinates = {"Region": "cn-hangzhou", "Service": "demo-service", "FunctionName": "greet"}
    query = {"InstanceId": INSTANCE, "Role": "", "Parameter": '{"name":"张"}', **coordinates, **more}
    return inner(emulator, "TestFcInvocation", **query)


@pytest.mark.parametrize(
    "region",
    [
        pytest.param("cn-hangzhou", id="id"),
        pytest.param("华东1（杭州）", id="console-name"),
        pytest.param(" 华东1(杭州) ", id="console-name-with-narrow-brackets"),
    ],
)
@pytest.mark.usefixtures("center")
def test_a_test_really_runs_the_function_wherever_its_region_was_typed(world: World, emulator: Emulator, region: str) -> None:
    a_function(world)
    answer = try_out(emulator, Region=region)
    assert (answer["Success"], answer["Payload"]) == (True, '{"greeting": "\\u4f60\\u597d \\u5f20"}')


@pytest.mark.usefixtures("center")
def test_a_function_without_a_service_is_tested_with_a_blank_one(world: World, emulator: Emulator) -> None:
    a_function(world, service="")
    assert try_out(emulator, Service="", Parameter='{"name":"a"}')["Success"] is True


@pytest.mark.usefixtures("center")
def test_a_function_that_fails_is_an_answer_that_says_so(world: World, emulator: Emulator) -> None:
    a_function(world)
    answer = try_out(emulator, Parameter='{"name":"nobody"}')
    assert (answer["HttpStatusCode"], answer["Success"], answer["Code"]) == (200, False, "UnhandledInvocationError")
    assert answer["Message"] == "who is that?"
    assert "ValueError" in answer["Payload"]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param('{"errorMessage": "who?", "errorType": "ValueError"}', "who?", id="as-runtimes-describe-it"),
        pytest.param('{"errorMessage": null}', "None", id="without-a-text"),
        pytest.param('{"message": "who?"}', '{"message": "who?"}', id="another-object"),
        pytest.param("killed", "killed", id="no-json"),
    ],
)
def test_the_message_of_a_failure_is_what_the_function_had_to_say(payload: str, expected: str) -> None:
    assert message_of(payload) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        pytest.param({"Service": "demo_service"}, (404, "ServiceNotFound"), id="the-manuals-own-mistake"),
        pytest.param({"FunctionName": "greets"}, (404, "FunctionNotFound"), id="no-such-function"),
        pytest.param({"Region": "cn-shenzhen"}, (404, "ServiceNotFound"), id="another-region"),
        pytest.param({"Region": "杭州"}, (404, "ServiceNotFound"), id="a-region-that-is-none"),
        pytest.param({"InstanceId": "nowhere"}, (404, "NotExists.InstanceId"), id="no-such-center"),
    ],
)
@pytest.mark.usefixtures("center")
def test_a_function_that_is_not_there_cannot_be_tested(
    world: World, emulator: Emulator, named: dict[str, str], expected: tuple[int, str]
) -> None:
    a_function(world)
    assert refusal(try_out, emulator, **named) == expected


def test_a_slow_function_keeps_nobody_else_waiting(world: World, center: Center, emulator: Emulator, tmp_path: Path) -> None:
    center.register(STORED)
    may_end = tmp_path / "may-end"
    body = f"while not os.path.exists({str(may_end)!r}):\n        time.sleep(0.02)\n    return 'late'\n"
    slow = zip_files({"index.py": f"import os, time\ndef handler(event, context):\n    {body}"})
    world.put_function(ACCOUNT, "cn-hangzhou", "greet", service="demo-service", package=slow, settings={"timeout": 3600})
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(try_out(emulator)))
    waiting.start()
    wait_until(lambda: len(world.processes) > 0)
    inner(emulator, "DeleteFunctionMeta", InstanceId=INSTANCE, FunctionId="meta-1")
    assert answers == []
    may_end.touch()
    waiting.join()
    assert answers[0]["Payload"] == "late"


def test_an_account_without_the_inner_api_is_told_that_there_is_no_such_action(
    world: World, center: Center, emulator: Emulator
) -> None:
    center.register(STORED)
    a_function(world)
    world.without_inner_api.add(ACCOUNT)
    actions: dict[str, dict[str, str]] = {
        "AddFunctionMeta": FIELDS,
        "ModifyFunctionMeta": {**FIELDS, "FunctionId": "meta-1"},
        "DeleteFunctionMeta": {"InstanceId": INSTANCE, "FunctionId": "meta-1"},
        "ListFunctionMetas": {"InstanceId": INSTANCE},
        "TestFcInvocation": {**FIELDS, "Parameter": "{}"},
        "GetFcInvokeRole": {},
        "ListRegionsOfFunctionService": {},
    }
    for action, query in actions.items():
        assert refusal(inner, emulator, action, **query) == (404, "InvalidAction.NotFound"), action
    assert center.registrations == {"meta-1": STORED}
    request = m.ListFunctionMetasRequest(instance_id=INSTANCE, page_number=1, page_size=10)
    assert ccc(emulator).list_function_metas(request).body.data.total_count == 1


@pytest.mark.usefixtures("center")
def test_the_role_and_the_regions_of_the_console_are_told(emulator: Emulator) -> None:
    role = inner(emulator, "GetFcInvokeRole")
    assert role["HasRole"] is True
    assert role["ServiceRole"]["Arn"] == f"acs:ram::{ACCOUNT}:role/{role['ServiceRole']['RoleName']}"
    regions = inner(emulator, "ListRegionsOfFunctionService")["ServiceRegions"]["ServiceRegion"]
    assert {"Service": "FC", "Region": "华南1（深圳）", "RegionCode": "cn-shenzhen"} in regions
    assert len({region["RegionCode"] for region in regions}) == len(regions) == 21


def test_a_described_account_may_be_without_the_inner_api_and_stays_so_in_a_kept_world(tmp_path: Path) -> None:
    described = tmp_path / "world.yaml"
    key = "keys: [{id: test-key-id, secret: test-key-secret}]"
    described.write_text(f"accounts:\n- {{id: inside, {key}}}\n- {{id: outside, inner_api: false, {key}}}\n", encoding="utf-8")
    world, kept = read_world(described), World()
    kept.restore(world.to_json())
    assert world.without_inner_api == kept.without_inner_api == {"outside"}
