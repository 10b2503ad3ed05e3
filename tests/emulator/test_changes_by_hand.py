"""A test changes the world of a running emulator, as a person in the console would, and the next call sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as mc
from alibabacloud_fc20230330 import models as m3

from sync.emulator.centers import Center, Flow, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.centers_at_hand import INSTANCE, NEW, OLD, a_center, refusal
from tests.emulator.sdk import ACCOUNT, REGION, ccc, fc3

OLD_CODE = zip_files(
    {"index.py": "def handler(event, context):\n    return 'old'\ndef other(event, context):\n    return 'other'\n"}
)
NEW_CODE = zip_files({"index.py": "def handler(event, context):\n    return 'new'\n"})
SETTINGS = {"layers": ["acs:layer:1"], "environmentVariables": {"CITY": "杭州"}, "memorySize": 256}


@pytest.fixture
def center(world: World) -> Center:
    for service in ("svc", ""):
        world.put_function(ACCOUNT, REGION, "greet", service=service, package=OLD_CODE, settings=SETTINGS)
    center = a_center(world)
    center.register(Registration(registration_id="meta-1", function="greet", service="svc", region=REGION))
    center.put_flow(Flow(flow_id="flow-1", name="main", published=OLD))
    return center


def shown(emulator: Emulator, name: str) -> dict[str, Any]:
    fields: dict[str, Any] = fc3(emulator).get_function(name, m3.GetFunctionRequest()).body.to_map()
    return fields


def said(emulator: Emulator, name: str) -> bytes:
    body: bytes = fc3(emulator).invoke_function(name, m3.InvokeFunctionRequest(body=b"")).body.read()
    return body


def registered(emulator: Emulator) -> dict[str, str]:
    found = ccc(emulator).list_function_metas(mc.ListFunctionMetasRequest(instance_id=INSTANCE)).body.data.list
    return {meta.function_meta_id: f"{meta.service}/{meta.function_name}" for meta in found}


def published(emulator: Emulator) -> dict[str, str]:
    request = mc.ListContactFlowsRequest(instance_id=INSTANCE, page_number=1, page_size=10)
    found = ccc(emulator).list_contact_flows(request).body.data.list
    return {flow.contact_flow_id: flow.definition for flow in found}


@pytest.mark.parametrize(("service", "full_name"), [("svc", "svc$greet"), ("", "greet")])
@pytest.mark.usefixtures("center")
def test_code_handler_and_runtime_of_a_function_change_and_the_rest_stays(
    emulator: Emulator, world: World, service: str, full_name: str
) -> None:
    before = shown(emulator, full_name)
    world.change_function(ACCOUNT, REGION, "greet", service=service, settings={"handler": "index.other", "runtime": "python3.12"})
    after = shown(emulator, full_name)
    changing = {"handler": "index.other", "runtime": "python3.12", "lastModifiedTime": after["lastModifiedTime"]}
    assert after == {**before, **changing}
    assert said(emulator, full_name) == b"other"

    world.change_function(ACCOUNT, REGION, "greet", service=service, package=NEW_CODE, settings={"handler": "index.handler"})
    assert said(emulator, full_name) == b"new"
    assert shown(emulator, full_name)["codeChecksum"] != before["codeChecksum"]
    assert shown(emulator, full_name)["functionId"] == before["functionId"]


@pytest.mark.usefixtures("center")
def test_a_change_of_a_function_changes_its_etag_and_needs_the_function(world: World) -> None:
    before = world.compute(ACCOUNT, REGION).functions["svc", "greet"]
    assert world.change_function(ACCOUNT, REGION, "greet", service="svc").revision == before.revision + 1
    with pytest.raises(KeyError):
        world.change_function(ACCOUNT, REGION, "nobody")


@pytest.mark.usefixtures("center")
def test_a_function_goes(emulator: Emulator, world: World) -> None:
    world.compute(ACCOUNT, REGION).remove("svc", "greet")
    assert refusal(shown, emulator, "svc$greet") == (404, "FunctionNotFound")
    assert shown(emulator, "greet")["functionName"] == "greet"


def pointed_elsewhere(center: Center) -> None:
    center.register(replace(center.registrations["meta-1"], function="farewell"))


def deleted(center: Center) -> None:
    del center.registrations["meta-1"]


def registered_anew(center: Center) -> None:
    center.register(replace(center.registrations.pop("meta-1"), registration_id="meta-2"))


@pytest.mark.parametrize(
    ("change", "left"),
    [
        pytest.param(pointed_elsewhere, {"meta-1": "svc/farewell"}, id="pointed elsewhere"),
        pytest.param(deleted, {}, id="deleted"),
        pytest.param(registered_anew, {"meta-2": "svc/greet"}, id="deleted and registered anew"),
    ],
)
def test_a_registration_changes(emulator: Emulator, center: Center, change: Callable[[Center], None], left: dict[str, str]) -> None:
    change(center)
    assert registered(emulator) == left


def test_a_flow_is_published_with_other_content_and_goes(emulator: Emulator, center: Center) -> None:
    center.put_flow(replace(center.flows["flow-1"], published=NEW))
    assert {each: json.loads(text) for each, text in published(emulator).items()} == {"flow-1": json.loads(NEW)}
    del center.flows["flow-1"]
    assert published(emulator) == {}
